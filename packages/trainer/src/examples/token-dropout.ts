import { TrainingError } from '../error.js';
import type { Examples } from './examples.js';

export interface TokenDropoutOptions {
  /** Share of tokens that are replaced, from 0 up to, but not including, 1. */
  rate: number;
  /** Id that stands in their place: that of unknown tokens. */
  id: number;
  /** Ids that are never replaced, such as a padding that is read; none by default. */
  keep?: readonly number[];
}

/**
 * Token sequences in which other tokens are missing whenever a training reads them: each is replaced with
 * probability `rate`. Scores are of the whole sequences.
 *
 * Source: A. M. Dai and Q. V. Le, Semi-supervised Sequence Learning, 2015 (word dropout).
 *
 * @param examples - Of `tokenExamples`.
 * @throws TrainingError for a rate below 0 or from 1 on.
 * @example
 * const train = tokenDropout(tokenExamples({ ids, targets }), { rate: 0.1, id: tokenizer.unknownId! });
 */
export function tokenDropout(examples: Examples, { rate, id, keep = [] }: TokenDropoutOptions): Examples {
  if (!(rate >= 0 && rate < 1)) {
    throw new TrainingError(
      `tokenDropout: rate must be from 0 up to, but not including, 1, received ${rate}.`,
    );
  }
  return {
    length: examples.length,
    steps: (index) => examples.steps(index),
    batch(indices, steps, mask) {
      const batch = examples.batch(indices, steps);
      if (!mask || rate === 0) return batch;
      const { ids, lengths } = batch as { ids: Int32Array; lengths: Int32Array };
      const kept = mask(ids.length, rate);
      lengths.forEach((length, row) => {
        for (let k = row * steps; k < row * steps + length; k++) {
          if (kept[k] === 0 && !keep.includes(ids[k]!)) ids[k] = id;
        }
      });
      return batch;
    },
  };
}
