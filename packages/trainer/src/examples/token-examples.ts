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
 * @throws Error if there are not as many targets as examples, or as many per-step targets as steps.
 */
export function tokenExamples({ ids, targets }: TokenExamplesOptions): Examples {
  if (targets.length !== ids.length) {
    throw new Error(
      `Every example needs a target: received ${ids.length} examples and ${targets.length} targets.`,
    );
  }
  const perStep = typeof targets[0] === 'object';
  if (perStep) {
    ids.forEach((sequence, k) => {
      const { length } = targets[k] as ArrayLike<number>;
      if (length !== sequence.length) {
        throw new Error(`Example ${k} has ${sequence.length} steps but ${length} targets.`);
      }
    });
  }
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
        batch.ids.set(sequence, row * steps);
        batch.lengths[row] = sequence.length;
        if (typeof target === 'number') batch.targets[row] = target;
        else batch.targets.set(target, row * steps);
      }
      return batch;
    },
  };
}
