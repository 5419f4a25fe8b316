import { checkOptions, checkValue, type Generator, wholeNumber } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { generated, type LengthRange, lengthRange, MAX_LENGTH } from './generated.js';

/** One sequence of {@link sequenceRecall}. */
export interface RecallExample {
  /** `[T]`, digits from 0. */
  readonly sequence: Uint8Array;
  /** The digit to be recalled at the end of the sequence. */
  readonly target: number;
}

/** Options of {@link sequenceRecall}. */
export interface RecallOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Digits per sequence. Default: `[3, 10]`. */
  readonly length?: LengthRange | undefined;
  /** The position of the number to be recalled, counted from 1. Default: 2. */
  readonly nth?: number | undefined;
  /** The number of digits: 0 to `digits` - 1. From 2 to 256. Default: 10. */
  readonly digits?: number | undefined;
}

/**
 * Sequence recall: remember the number at one position of a sequence until its end. The sequence is random, so
 * guessing is right 1 / `digits` of the time.
 *
 * @returns An endless stream.
 * @throws {DatasetError} If an option is out of range, or the shortest sequence does not reach `nth`.
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

/** One pair of numbers of {@link binaryAddition}. */
export interface AdditionExample {
  /** `[length + 1, 2]`: in each step one bit of either number, the least significant first; the last step is 0, 0. */
  readonly bits: Uint8Array;
  /** `[length + 1]`: the bits of the sum, the least significant first; the last one is the carry. */
  readonly target: Uint8Array;
  /** Bits of each of the two numbers. */
  readonly length: number;
}

/** Options of {@link binaryAddition}. */
export interface AdditionOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Bits of each number, 1 or more. Default: 5. */
  readonly length?: LengthRange | undefined;
}

/**
 * Binary addition: two random numbers of as many bits are read bit by bit, from the least significant one, and the
 * bit of the sum is asked for at once, so that the carry has to be kept. A last step without input has the bit that
 * is carried out.
 *
 * @returns An endless stream.
 * @throws {DatasetError} If an option is out of range.
 *
 * @example
 * for await (const { bits, target } of binaryAddition({ seed: 1, length: [3, 5] }).take(1)) {
 *   console.log(bits, target); // 6 + 3: bits 0,1, 1,1, 1,0, 0,0 and target 1,0,0,1
 * }
 */
export function binaryAddition(options: AdditionOptions): DatasetStream<AdditionExample> {
  checkOptions('binaryAddition', options, ['seed', 'length'], DatasetError);
  const { seed, length = 5 } = options;
  const [min, max] = lengthRange(length, 1);
  const card = {
    name: 'binary-addition',
    description: `Pairs of random numbers of ${min} to ${max} bits with their sum, least significant bit first.`,
  };
  return generated(card, { seed, length: [min, max] }, (random) => {
    const steps = random.integer(min, max);
    const bits = new Uint8Array(2 * (steps + 1));
    const target = new Uint8Array(steps + 1);
    let carry = 0;
    for (let t = 0; t < steps; t++) {
      const pair = random.below(4);
      bits[2 * t] = pair & 1;
      bits[2 * t + 1] = pair >> 1;
      const sum = (pair & 1) + (pair >> 1) + carry;
      target[t] = sum & 1;
      carry = sum >> 1;
    }
    target[steps] = carry;
    return { bits, target, length: steps };
  });
}

/** One sequence of {@link copyProblem}. */
export interface CopyExample {
  /** `[delay + 2 × length]`: symbols 1 to `symbols`, 0 for blank, `symbols` + 1 for the sign to start copying. */
  readonly input: Uint8Array;
  /** `[delay + 2 × length]`: blanks, then in the last `length` steps the symbols. */
  readonly target: Uint8Array;
}

/** Options of {@link copyProblem}. */
export interface CopyOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Symbols to be copied, 1 or more. Default: 10. */
  readonly length?: number | undefined;
  /** Steps from the last symbol to the first one of the copy, 1 or more. Default: 100. */
  readonly delay?: number | undefined;
  /** The number of different symbols, 1 to 254. Default: 8. */
  readonly symbols?: number | undefined;
}

/**
 * Copy problem: remember a sequence of symbols over a long time of blanks and give it back. The input is the
 * symbols, `delay` - 1 blanks, the sign to start, and a blank for each symbol.
 *
 * Without memory the best cross-entropy is `length` × ln(`symbols`) / (delay + 2 × length) nats a step.
 *
 * @returns An endless stream.
 * @throws {DatasetError} If an option is out of range.
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

/** One sequence of {@link addingProblem}. */
export interface AddingExample {
  /** `[T, 2]`: in each step a value and its mark. */
  readonly input: Float32Array;
  /** The target at the end of the sequence. */
  readonly target: number;
}

/** Options of {@link addingProblem}. */
export interface AddingOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Steps per sequence. Default: 100. */
  readonly length?: LengthRange | undefined;
  /** Values, marks and target as in the paper of 1997. Default: `false`. */
  readonly original?: boolean | undefined;
}

/**
 * Adding problem: give the sum of the two values of a long sequence that are marked.
 *
 * Values are from 0 to 1; a mark is 1 in one step of the first half and in one of the second half, and 0 elsewhere;
 * the target is the sum. Always answering 1 has a mean squared error of .167.
 *
 * With `original` as it was posed in 1997: values from -1 to 1; one of the first ten steps is marked, then one of the
 * first T / 2 - 1 others; the marks of the first and last step are -1, and a value that is marked in the first step
 * is set to 0; the target is .5 + sum / 4. There, T varies up to T + T / 10: give the length as `[T, T + T / 10]`.
 *
 * @returns An endless stream.
 * @throws {DatasetError} If an option is out of range: sequences have 2 steps or more, with `original` 20.
 *
 * Source: S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9 (1997), experiment 4; the
 * simpler form as in Q. Le, N. Jaitly and G. Hinton, A Simple Way to Initialize Recurrent Networks (2015).
 *
 * @example
 * for await (const { input, target } of addingProblem({ seed: 1, length: 200 }).take(1)) console.log(input, target);
 */
export function addingProblem(options: AddingOptions): DatasetStream<AddingExample> {
  checkOptions('addingProblem', options, ['seed', 'length', 'original'], DatasetError);
  const { seed, length = 100, original = false } = options;
  const [min, max] = lengthRange(length, original ? 20 : 2);
  const card = {
    name: 'adding-problem',
    description: `Sequences of ${min} to ${max} values, two of which are marked and to be added.`,
    citation: 'S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9, 1997.',
  };
  const make = original ? originalForm : simpleForm;
  return generated(card, { seed, length: [min, max], original }, (random) =>
    make(random, random.integer(min, max), min),
  );
}

function simpleForm(random: Generator, steps: number): AddingExample {
  const input = addends(random, steps, 0);
  const half = steps >> 1;
  const marked = [random.below(half), random.integer(half, steps - 1)];
  for (const t of marked) input[2 * t + 1] = 1;
  return { input, target: sumOfMarked(input, marked) };
}

function originalForm(random: Generator, steps: number, shortest: number): AddingExample {
  const input = addends(random, steps, -1);
  input[1] = -1;
  input[2 * steps - 1] = -1;
  const first = random.below(10);
  const others = (shortest >> 1) - 1;
  const other = random.below(others);
  const marked = [first, other < first ? other : other + 1];
  for (const t of marked) input[2 * t + 1] = 1;
  if (marked.includes(0)) input[0] = 0;
  return { input, target: 0.5 + sumOfMarked(input, marked) / 4 };
}

/** Values from `min` to 1, unmarked. */
function addends(random: Generator, steps: number, min: number): Float32Array {
  const input = new Float32Array(2 * steps);
  for (let t = 0; t < steps; t++) input[2 * t] = random.uniform(min, 1);
  return input;
}

function sumOfMarked(input: Float32Array, steps: readonly number[]): number {
  return steps.reduce((total, t) => total + input[2 * t]!, 0);
}
