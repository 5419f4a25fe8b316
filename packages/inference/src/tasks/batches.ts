import { lengthBuckets } from '@rnnlab/shared';

/** Rows of a batch at most: with more, a row costs no less. */
const ROWS = 256;
/** Steps of all rows of a batch at most, padding included. */
const STEPS = 16_384;
/** Entries at most of a batch in which each token is a vector as wide as the vocabulary: 128 MB. */
const ENTRIES = 2 ** 25;

/**
 * Groups sequences of similar lengths, so that little is padded and no batch takes much memory. A sequence that
 * is over the limits on its own is a batch of one.
 *
 * @param lengths - Steps of each sequence.
 * @param vocabulary - Ids a step may have.
 * @returns Indices into `lengths`: every one, once.
 */
export function batchesByLength(lengths: readonly number[], vocabulary: number): number[][] {
  const limit = Math.min(STEPS, ENTRIES / vocabulary);
  return lengthBuckets(
    lengths.keys(),
    (k) => lengths[k]!,
    ({ size }, length) => size < ROWS && (size + 1) * length <= limit,
  );
}

/** Runs batches one after the other and puts what each row gives to its place. */
export async function runBatches<R>(
  batches: readonly number[][],
  run: (batch: readonly number[]) => Promise<R[]>,
): Promise<R[]> {
  const results: R[] = [];
  for (const batch of batches) {
    for (const [row, result] of (await run(batch)).entries()) results[batch[row]!] = result;
  }
  return results;
}
