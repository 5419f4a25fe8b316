import { checkOptions, padRows, type Rule, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import type { Examples } from './examples.js';
import { areLists, at, checkSteps, checkWhole } from './targets.js';

export interface SequenceExamplesOptions {
  /** The numbers of each example, step by step: `[steps · width]`. */
  sequences: readonly ArrayLike<number>[];
  /** Numbers of a time step. */
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
 * Sequences of vectors, which need not be of one length, with a class each or with numbers for every time step. Batches
 * have `features` `[batch, steps, width]`.
 *
 * @throws TrainingError for an unknown option or a bad value, if there are not as many targets as examples, or if a
 *   sequence has no whole number of steps, or not as many targets for each of them as the others.
 * @example
 * // 1 + 3, the least significant bits first: in each step the bits of both numbers, and that of their sum.
 * const examples = sequenceExamples({ sequences: [[1, 1, 0, 1, 0, 0]], width: 2, targets: [[0, 0, 1]] });
 */
export function sequenceExamples(options: SequenceExamplesOptions): Examples {
  checkOptions('sequenceExamples', options, rules, TrainingError, ['sequences', 'width', 'targets']);
  const { sequences, width, targets } = options;
  const perStep = areLists(targets, sequences.length);
  const stepsOf = (index: number): number => sequences[index]!.length / width;
  const outputs = perStep ? outputsOf(targets[0]!.length / stepsOf(0)) : 1;
  sequences.forEach((sequence, k) => {
    if (!Number.isInteger(stepsOf(k))) {
      throw new TrainingError(
        `Example ${k} has ${sequence.length} numbers, expected a multiple of ${width} for steps of that width.`,
      );
    }
    if (perStep) checkSteps(k, stepsOf(k), targets[k]!, outputs);
    else checkWhole(k, 'target', [targets[k] as number]);
  });
  return {
    length: sequences.length,
    steps: stepsOf,
    batch(indices, steps) {
      const features = new Float32Array(indices.length * steps * width);
      const lengths = padRows(at(sequences, indices), steps, features, width);
      if (!perStep) return { features, lengths, targets: Int32Array.from(at(targets, indices) as number[]) };
      const numbers = new Float32Array(indices.length * steps * outputs);
      padRows(at(targets, indices), steps, numbers, outputs);
      return { features, lengths, targets: numbers };
    },
  };
}

/** Targets of a step, if they can be shared out evenly. */
const outputsOf = (ratio: number): number => (Number.isInteger(ratio) && ratio > 0 ? ratio : 1);
