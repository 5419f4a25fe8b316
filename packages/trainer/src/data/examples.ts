import { checkOptions, padRows, type Rule, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../errors.js';

/** The numbers of one tensor of a batch, row-major. */
export type BatchData = Int32Array | Float32Array;

/** The tensors of one batch by name: the data inputs of a program, `ids` or `features` or `pixels`, `lengths` and `targets`. */
export type Batch = Record<string, BatchData>;

/** Examples that can be read in any order: an adapter between a dataset and a model's inputs. */
export interface Examples {
  readonly length: number;
  /** Returns the time steps of an example. */
  steps(index: number): number;
  /** Makes a batch of some examples, each padded to `steps`. */
  batch(indices: ArrayLike<number>, steps: number): Batch;
}

/** Options of {@link tokenExamples}. */
export interface TokenExamplesOptions {
  /** Token ids of each example. */
  ids: readonly ArrayLike<number>[];
  /** One class for each example, or one for each of its time steps. */
  targets: ArrayLike<number> | readonly ArrayLike<number>[];
}

/**
 * Makes examples of token sequences with a class each, or one for each step. Batches have `ids` `[batch, steps]`.
 *
 * @throws {TrainingError} When there are not as many targets as examples, or as many targets of an example as steps, or
 *   when an id or a class is not a whole number from 0.
 * @example
 * const examples = tokenExamples({ ids: [[3, 1], [2]], targets: [0, 1] });
 */
export function tokenExamples({ ids, targets }: TokenExamplesOptions): Examples {
  const perStep = haveTargetLists(targets, ids.length);
  ids.forEach((sequence, k) => {
    checkIds(k, 'id', sequence);
    checkIds(k, 'target', perStep ? targets[k]! : [targets[k] as number]);
    if (perStep) checkStepTargets(k, sequence.length, targets[k]!);
  });
  return {
    length: ids.length,
    steps: (index) => ids[index]!.length,
    batch(indices, steps) {
      const padded = new Int32Array(indices.length * steps);
      const lengths = padRows(take(ids, indices), steps, padded);
      if (!perStep)
        return { ids: padded, lengths, targets: Int32Array.from(take(targets, indices) as number[]) };
      const classes = new Int32Array(padded.length);
      padRows(take(targets, indices), steps, classes);
      return { ids: padded, lengths, targets: classes };
    },
  };
}

/** Options of {@link sequenceExamples}. */
export interface SequenceExamplesOptions {
  /** The numbers of each example, step by step: `[steps · width]`. */
  sequences: readonly ArrayLike<number>[];
  /** Features of a time step. */
  width: number;
  /** One class for each example, or a list for each: as many numbers for every time step, `[steps · outputs]`. */
  targets: ArrayLike<number> | readonly ArrayLike<number>[];
}

const isList: Rule = { expected: 'a list', accepts: (value) => typeof Object(value).length === 'number' };

const rules: Record<keyof SequenceExamplesOptions, Rule> = {
  sequences: isList,
  width: wholeNumber(1),
  targets: isList,
};

/**
 * Makes examples of sequences of vectors, of any lengths, with a class each or with numbers for every time step. Batches
 * have `features` `[batch, steps, width]`.
 *
 * @throws {TrainingError} When an option is unknown or has a bad value, when there are not as many targets as examples, or
 *   when a sequence has no whole number of steps, or not as many targets for each of them as the others.
 * @example
 * // 1 + 3, the least significant bits first: in each step the bits of both numbers, and that of their sum.
 * const examples = sequenceExamples({ sequences: [[1, 1, 0, 1, 0, 0]], width: 2, targets: [[0, 0, 1]] });
 */
export function sequenceExamples(options: SequenceExamplesOptions): Examples {
  checkOptions('sequenceExamples', options, rules, TrainingError, ['sequences', 'width', 'targets']);
  const { sequences, width, targets } = options;
  const perStep = haveTargetLists(targets, sequences.length);
  const stepsOf = (index: number): number => sequences[index]!.length / width;
  const outputs = perStep ? outputsOf(targets[0]!.length / stepsOf(0)) : 1;
  sequences.forEach((sequence, k) => {
    if (!Number.isInteger(stepsOf(k))) {
      throw new TrainingError(
        `Example ${k} has ${sequence.length} numbers, expected a multiple of ${width} for steps of that width.`,
      );
    }
    if (perStep) checkStepTargets(k, stepsOf(k), targets[k]!, outputs);
    else checkIds(k, 'target', [targets[k] as number]);
  });
  return {
    length: sequences.length,
    steps: stepsOf,
    batch(indices, steps) {
      const features = new Float32Array(indices.length * steps * width);
      const lengths = padRows(take(sequences, indices), steps, features, width);
      if (!perStep)
        return { features, lengths, targets: Int32Array.from(take(targets, indices) as number[]) };
      const numbers = new Float32Array(indices.length * steps * outputs);
      padRows(take(targets, indices), steps, numbers, outputs);
      return { features, lengths, targets: numbers };
    },
  };
}

/** Targets of a step, if they can be divided evenly. */
const outputsOf = (ratio: number): number => (Number.isInteger(ratio) && ratio > 0 ? ratio : 1);

/** Options of {@link featureExamples}. */
export interface FeatureExamplesOptions {
  /** All numbers, one example after the other: vectors, images by channel, or sequences of equal length. */
  data: Float32Array | Uint8Array;
  /** The name of the model's input: `pixels` for images, otherwise `features`. */
  name: 'features' | 'pixels';
  /** Time steps of an example, for sequences. */
  steps?: number;
  /** Factor of each number. Default: 1; for bytes 1/255. */
  scale?: number;
  /** One class, or one vector, for each example. */
  targets: ArrayLike<number> | readonly ArrayLike<number>[];
}

/**
 * Makes examples of vectors, images or sequences of vectors, all of one size. Batches have `features` or `pixels`
 * `[batch, …]`.
 *
 * @throws {TrainingError} When the numbers cannot be divided evenly, or a class is not a whole number from 0.
 */
export function featureExamples(options: FeatureExamplesOptions): Examples {
  const { data, name, steps, targets, scale = data instanceof Uint8Array ? 1 / 255 : 1 } = options;
  const { length } = targets;
  const size = data.length / length;
  if (!Number.isInteger(size) || !Number.isInteger(size / (steps ?? 1))) {
    throw new TrainingError(
      `${data.length} numbers cannot be ${length} examples${steps ? ` of ${steps} steps` : ''} of one size.`,
    );
  }
  const vectors = haveTargetLists(targets, length);
  if (!vectors) for (let k = 0; k < length; k++) checkIds(k, 'target', [targets[k] as number]);
  return {
    length,
    steps: () => steps ?? 1,
    batch(indices) {
      const numbers = new Float32Array(indices.length * size);
      for (let row = 0; row < indices.length; row++) {
        const start = indices[row]! * size;
        for (let k = 0; k < size; k++) numbers[row * size + k] = data[start + k]! * scale;
      }
      return {
        [name]: numbers,
        ...(steps && { lengths: new Int32Array(indices.length).fill(steps) }),
        targets: vectors
          ? Float32Array.from(take(targets, indices).flatMap((vector) => Array.from(vector)))
          : Int32Array.from(take(targets, indices) as number[]),
      };
    },
  };
}

/** The target of each example: a class, or a list of numbers, such as one for each time step. */
export type Targets = ArrayLike<number> | readonly ArrayLike<number>[];

/**
 * Whether each example has a list of targets.
 *
 * @throws {TrainingError} Unless every example has a target, and all are of one kind.
 */
function haveTargetLists(targets: Targets, examples: number): targets is readonly ArrayLike<number>[] {
  if (targets.length !== examples) {
    throw new TrainingError(
      `Every example needs a target: received ${examples} examples and ${targets.length} targets.`,
    );
  }
  const lists = typeof targets[0] === 'object';
  for (let k = 0; k < examples; k++) {
    if ((typeof targets[k] === 'object') === lists) continue;
    throw new TrainingError(
      `Example ${k} has ${lists ? 'one target' : 'a list of targets'}, unlike example 0.`,
    );
  }
  return lists;
}

/**
 * Checks that an example has targets for each of its time steps.
 *
 * @param outputs - Targets of a step.
 */
function checkStepTargets(index: number, steps: number, target: ArrayLike<number>, outputs = 1): void {
  if (steps === 0) {
    throw new TrainingError(`Example ${index} has no steps, so that there is nothing to predict: drop it.`);
  }
  if (target.length !== steps * outputs) {
    const each = outputs === 1 ? '' : `, expected ${outputs} for each`;
    throw new TrainingError(`Example ${index} has ${steps} steps but ${target.length} targets${each}.`);
  }
}

/**
 * Checks ids or classes. A negative one would be read from the end, for example the -1 of an `indexOf` that found nothing.
 *
 * @param name - As in "has the id -1".
 */
function checkIds(index: number, name: string, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isInteger(value) && value >= 0) continue;
    throw new TrainingError(`Example ${index} has the ${name} ${value}, expected a whole number from 0.`);
  }
}

/** Takes the entries of a list at some indices. */
const take = <Entry>(list: ArrayLike<Entry>, indices: ArrayLike<number>): Entry[] =>
  Array.from(indices, (index) => list[index]!);
