import { TrainingError } from '../error.js';
import type { Examples } from './examples.js';

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
  if (targets.length !== ids.length) {
    throw new TrainingError(
      `Every example needs a target: received ${ids.length} examples and ${targets.length} targets.`,
    );
  }
  const perStep = typeof targets[0] === 'object';
  ids.forEach((sequence, k) => {
    const target = targets[k]!;
    checkNumbers(`Example ${k}`, 'id', sequence);
    checkNumbers(`Example ${k}`, 'target', typeof target === 'object' ? target : [target]);
    if ((typeof target === 'object') !== perStep) {
      throw new TrainingError(
        `Example ${k} has ${perStep ? 'one target' : 'a list of targets'}, unlike example 0.`,
      );
    }
    if (typeof target !== 'object') return;
    if (target.length !== sequence.length) {
      throw new TrainingError(`Example ${k} has ${sequence.length} steps but ${target.length} targets.`);
    }
    if (sequence.length === 0) {
      throw new TrainingError(
        `Example ${k} has no steps, so that there is nothing to predict: leave it out.`,
      );
    }
  });
  return {
    length: ids.length,
    steps: (index) => ids[index]!.length,
    batch(indices, steps) {
      const size = indices.length;
      const batch = {
        ids: new Int32Array(size * steps),
        lengths: new Int32Array(size),
        targets: new Int32Array(perStep ? size * steps : size),
      };
      for (let row = 0; row < size; row++) {
        const index = indices[row]!;
        const sequence = ids[index]!;
        const target = targets[index]!;
        if (sequence.length > steps) {
          throw new RangeError(
            `Example ${index} has ${sequence.length} steps, which do not fit into ${steps}.`,
          );
        }
        batch.ids.set(sequence, row * steps);
        batch.lengths[row] = sequence.length;
        if (typeof target === 'number') batch.targets[row] = target;
        else batch.targets.set(target, row * steps);
      }
      return batch;
    },
  };
}

/** A negative one would be read from the end, for example the -1 of an `indexOf` that found nothing. */
function checkNumbers(where: string, what: string, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new TrainingError(`${where} has the ${what} ${value}, expected a whole number from 0.`);
    }
  }
}
