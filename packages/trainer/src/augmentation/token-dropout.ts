import { checkOptions, type Rule, rate as share, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import type { Augmentation } from './augmentation.js';

export interface TokenDropoutOptions {
  /** Share of tokens that are replaced, from 0 up to, but not including, 1. */
  rate: number;
  /** Id that stands in their place: that of unknown tokens. */
  id: number;
  /** Ids that are never replaced, such as a padding that is read; none by default. */
  keep?: readonly number[];
}

const rules: Record<keyof TokenDropoutOptions, Rule> = {
  rate: share,
  id: wholeNumber(0),
  keep: { expected: 'an array of ids', accepts: Array.isArray },
};

/**
 * Takes tokens out of the sequences that are trained on, others each time: each is replaced with probability `rate`.
 *
 * Source: A. M. Dai and Q. V. Le, Semi-supervised Sequence Learning, 2015 (word dropout).
 *
 * @throws TrainingError for an unknown option, a rate below 0 or from 1 on, or one that is missing.
 * @example
 * const augmentation = tokenDropout({ rate: 0.1, id: tokenizer.unknownId! });
 * await fit({ spec, train: tokenExamples({ ids, targets }), augmentation });
 */
export function tokenDropout(options: TokenDropoutOptions): Augmentation {
  checkOptions('tokenDropout', options, rules, TrainingError, ['rate', 'id']);
  const { rate, id, keep = [] } = options;
  return {
    spec: { type: 'token-dropout', rate, id, keep },
    apply({ ids, lengths }, size, generator) {
      if (!ids || !lengths)
        throw new TrainingError('tokenDropout: expected batches of tokens, received others.');
      const steps = ids.length / size;
      const kept = generator.mask(new Uint8Array(ids.length), rate);
      lengths.forEach((length, row) => {
        for (let k = row * steps; k < row * steps + length; k++) {
          if (kept[k] === 0 && !keep.includes(ids[k]!)) ids[k] = id;
        }
      });
    },
  };
}
