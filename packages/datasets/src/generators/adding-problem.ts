import { checkOptions, type Generator } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { generated, type LengthRange, lengthRange } from './generated.js';

export interface AddingExample {
  /** [T, 2]: in each step a value and its mark. */
  readonly input: Float32Array;
  /** What is to be given at the end. */
  readonly target: number;
}

export interface AddingOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Steps per sequence. Default 100. */
  readonly length?: LengthRange | undefined;
  /** Values, marks and target as in the paper of 1997. Default `false`. */
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
 * @throws DatasetError if an option is out of range: sequences have 2 steps or more, with `original` 20.
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
  const input = values(random, steps, 0);
  const half = steps >> 1;
  const marked = [random.below(half), random.integer(half, steps - 1)];
  for (const t of marked) input[2 * t + 1] = 1;
  return { input, target: sum(input, marked) };
}

function originalForm(random: Generator, steps: number, shortest: number): AddingExample {
  const input = values(random, steps, -1);
  input[1] = -1;
  input[2 * steps - 1] = -1;
  const first = random.below(10);
  const others = (shortest >> 1) - 1;
  const place = random.below(others);
  const marked = [first, place < first ? place : place + 1];
  for (const t of marked) input[2 * t + 1] = 1;
  if (marked.includes(0)) input[0] = 0;
  return { input, target: 0.5 + sum(input, marked) / 4 };
}

/** Values from `min` to 1, unmarked. */
function values(random: Generator, steps: number, min: number): Float32Array {
  const input = new Float32Array(2 * steps);
  for (let t = 0; t < steps; t++) input[2 * t] = random.uniform(min, 1);
  return input;
}

function sum(input: Float32Array, steps: readonly number[]): number {
  return steps.reduce((total, t) => total + input[2 * t]!, 0);
}
