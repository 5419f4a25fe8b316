import { padRows } from '@rnnlab/shared';
import type { Examples } from './examples.js';
import { areLists, at, checkSteps, checkWhole } from './targets.js';

export interface TokenExamplesOptions {
  /** Ids of each example. */
  ids: readonly ArrayLike<number>[];
  /** One class for each example, or one for each of its time steps. */
  targets: ArrayLike<number> | readonly ArrayLike<number>[];
}

/**
 * Token sequences with their classes.
 *
 * @throws TrainingError if there are not as many targets as examples, or as many per-step targets as steps, or if
 *   an id or a class is not a whole number from 0.
 * @example
 * const examples = tokenExamples({ ids: [[3, 1], [2]], targets: [0, 1] });
 */
export function tokenExamples({ ids, targets }: TokenExamplesOptions): Examples {
  const perStep = areLists(targets, ids.length);
  ids.forEach((sequence, k) => {
    checkWhole(k, 'id', sequence);
    checkWhole(k, 'target', perStep ? targets[k]! : [targets[k] as number]);
    if (perStep) checkSteps(k, sequence.length, targets[k]!);
  });
  return {
    length: ids.length,
    steps: (index) => ids[index]!.length,
    batch(indices, steps) {
      const padded = new Int32Array(indices.length * steps);
      const lengths = padRows(at(ids, indices), steps, padded);
      if (!perStep)
        return { ids: padded, lengths, targets: Int32Array.from(at(targets, indices) as number[]) };
      const classes = new Int32Array(padded.length);
      padRows(at(targets, indices), steps, classes);
      return { ids: padded, lengths, targets: classes };
    },
  };
}
