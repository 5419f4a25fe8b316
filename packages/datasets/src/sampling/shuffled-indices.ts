import { checkValue, Generator, seed as seedRule, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';

const MAX_UINT32 = 2 ** 32 - 1;

/**
 * Returns 0 … n-1 in a random order (Fisher–Yates over xoroshiro128+).
 *
 * Only 32-bit integer arithmetic is involved, so the same `n` and `seed` give the same order on every
 * platform.
 *
 * @param n - How many indices, up to 2³² - 1.
 * @param seed - An integer from 0 to 2³² - 1.
 * @throws {DatasetError} If `n` or `seed` is out of range.
 *
 * @example
 * shuffledIndices(5, 1); // the same five indices in the same order, every time
 */
export function shuffledIndices(n: number, seed: number): Uint32Array {
  checkValue('The number of indices', n, wholeNumber(0, MAX_UINT32), DatasetError);
  checkValue('The seed', seed, seedRule, DatasetError);
  // The seed itself is the state, which gives every order that was ever drawn. Neighboring seeds start from nearly equal
  // states and their first draws are alike; after a jump they are not.
  const generator = new Generator([-1, ~seed, seed | 0, 0]);
  generator.fork();
  return shuffleInPlace(
    Uint32Array.from({ length: n }, (_, i) => i),
    generator,
  );
}

/** Shuffles in place, each order exactly as likely: the numbers drawn are whole, not fractions that are rounded. */
export const shuffleInPlace = <Items extends { length: number; [index: number]: unknown }>(
  items: Items,
  generator: Generator,
): Items => generator.shuffle(items, (n) => generator.below(n));
