import { checkOptions, checkValue, wholeNumber } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
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
  readonly length?: LengthRange | undefined;
  /** Which number of the sequence is to be recalled, counted from 1. Default 2. */
  readonly nth?: number | undefined;
  /** How many digits there are: 0 to `digits` - 1. From 2 to 256, default 10. */
  readonly digits?: number | undefined;
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
  checkOptions('sequenceRecall', options, ['seed', 'length', 'nth', 'digits'], DatasetError);
  const { seed, length = [3, 10], nth = 2, digits = 10 } = options;
  checkValue('`nth`', nth, wholeNumber(1), DatasetError);
  checkValue('The number of digits', digits, wholeNumber(2, 256), DatasetError);
  const [min, max] = lengthRange(length, 1);
  if (nth > min) {
    throw new DatasetError(
      `\`nth\` must be at most the shortest length, which is ${min}, received ${nth}: a longer \`length\` allows more.`,
    );
  }
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
