import type { Result } from './result.js';

/** The numbers of a result that can be put beside those of others, by their names. */
export function measuresOf({ test, train, distinct, seconds }: Result): Record<string, number> {
  const measures: Record<string, number | undefined> = {
    'test accuracy': test.lengths ? undefined : test.accuracy,
    'accuracy on distinct texts': distinct?.accuracy,
    'balanced test accuracy': test.balancedAccuracy,
    'balanced training accuracy': train?.balancedAccuracy,
    'macro F1': test.macroF1,
    'test loss': test.loss,
    'training seconds': seconds,
    ...(test.lengths && {
      'least bit accuracy': Math.min(...test.lengths.map(({ bits }) => bits)),
      'least share of exact sums': Math.min(...test.lengths.map(({ exact }) => exact)),
    }),
  };
  for (const { length, bits, exact } of test.lengths ?? []) {
    measures[`bit accuracy at ${length} bits`] = bits;
    measures[`exact sums of ${length} bits`] = exact;
  }
  return Object.fromEntries(
    Object.entries(measures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
