import { checkOptions, checkValue, wholeNumber } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { generated, MAX_LENGTH } from './generated.js';

export interface CopyExample {
  /** [delay + 2 × length]: symbols 1 to `symbols`, 0 for blank, `symbols` + 1 for the sign to start copying. */
  readonly input: Uint8Array;
  /** [delay + 2 × length]: blanks, then in the last `length` steps the symbols. */
  readonly target: Uint8Array;
}

export interface CopyOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Symbols to be copied, 1 or more. Default 10. */
  readonly length?: number | undefined;
  /** Steps from the last symbol to the first one of the copy, 1 or more. Default 100. */
  readonly delay?: number | undefined;
  /** How many different symbols there are, 1 to 254. Default 8. */
  readonly symbols?: number | undefined;
}

/**
 * Copy problem: remember a sequence of symbols over a long time of blanks and give it back. The input is the
 * symbols, `delay` - 1 blanks, the sign to start, and a blank for each symbol.
 *
 * Without memory the best cross-entropy is `length` × ln(`symbols`) / (delay + 2 × length) nats a step.
 *
 * @returns An endless stream.
 * @throws DatasetError if an option is out of range.
 *
 * Source: S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9 (1997), for the question;
 * M. Arjovsky, A. Shah and Y. Bengio, Unitary Evolution Recurrent Neural Networks (2016), for this form of it.
 *
 * @example
 * for await (const { input, target } of copyProblem({ seed: 1, length: 3, delay: 5 }).take(1)) {
 *   console.log(input, target); // 4 1 7 0 0 0 0 9 0 0 0 and 0 0 0 0 0 0 0 0 4 1 7
 * }
 */
export function copyProblem(options: CopyOptions): DatasetStream<CopyExample> {
  checkOptions('copyProblem', options, ['seed', 'length', 'delay', 'symbols'], DatasetError);
  const { seed, length = 10, delay = 100, symbols = 8 } = options;
  checkValue('The length', length, wholeNumber(1, MAX_LENGTH), DatasetError);
  checkValue('The delay', delay, wholeNumber(1, MAX_LENGTH), DatasetError);
  checkValue('The number of symbols', symbols, wholeNumber(1, 254), DatasetError);
  const card = {
    name: 'copy-problem',
    description: `Sequences of ${length} symbols that are to be given back after ${delay} steps.`,
    citation: 'S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9, 1997.',
  };
  return generated(card, { seed, length, delay, symbols }, (random) => {
    const input = new Uint8Array(delay + 2 * length);
    const target = new Uint8Array(delay + 2 * length);
    for (let t = 0; t < length; t++) {
      const symbol = 1 + random.below(symbols);
      input[t] = symbol;
      target[length + delay + t] = symbol;
    }
    input[length + delay - 1] = symbols + 1;
    return { input, target };
  });
}
