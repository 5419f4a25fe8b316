import type { Generator } from '@rnnlab/shared';

/** Shuffles in place, each order exactly as likely: the numbers drawn are whole, not fractions that are rounded. */
export const shuffleExactly = <Items extends { length: number; [index: number]: unknown }>(
  items: Items,
  generator: Generator,
): Items => generator.shuffle(items, (n) => generator.below(n));
