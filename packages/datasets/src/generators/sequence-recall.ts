import { requireInteger } from '../error.js';
import type { DatasetStream } from '../stream/dataset-stream.js';
import { generated, type LengthRange, lengthRange } from './generated.js';

export interface RecallExample {
  /** [T], digits from 0. */
  readonly sequence: Uint8Array;
  /** The digit to be recalled at the end of the sequence. */
  readonly target: number;
}

export interface RecallOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Digits per sequence. Default `[3, 10]`. */
  readonly length?: LengthRange;
  /** Which number of the sequence is to be recalled, counted from 1. Default 2. */
  readonly nth?: number;
  /** How many digits there are: 0 to `digits` - 1. From 2 to 256, default 10. */
  readonly digits?: number;
}

/**
 * Sequence recall: remember the number at one place of a sequence until its end. The sequence is random, so
 * guessing is right 1 / `digits` of the time.
 *
 * @returns An endless stream.
 * @throws DatasetError if an option is out of range, or the shortest sequence does not reach `nth`.
 *
 * @example
 * for await (const { sequence, target } of sequenceRecall({ seed: 1 }).take(3)) console.log(sequence, target);
 * // target is sequence[1]
 */
export function sequenceRecall(options: RecallOptions): DatasetStream<RecallExample> {
  const { seed, length = [3, 10], nth = 2, digits = 10 } = options;
  requireInteger('`nth`', nth, 1);
  requireInteger('The number of digits', digits, 2, 256);
  const [min, max] = lengthRange(length, nth);
  const card = {
    name: 'sequence-recall',
    description: `Random sequences of ${min} to ${max} digits, of which number ${nth} is to be recalled.`,
  };
  return generated(card, { seed, length: [min, max], nth, digits }, (random) => {
    const sequence = new Uint8Array(random.integer(min, max));
    for (let t = 0; t < sequence.length; t++) sequence[t] = random.below(digits);
    return { sequence, target: sequence[nth - 1]! };
  });
}
