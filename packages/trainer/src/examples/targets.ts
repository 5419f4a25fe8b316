import { TrainingError } from '../error.js';

/** What is to be predicted of each example: a class, or a list of numbers, such as one for each time step. */
export type Targets = ArrayLike<number> | readonly ArrayLike<number>[];

/**
 * Whether examples have a list of targets each.
 *
 * @throws TrainingError unless every example has a target, and all are of one kind.
 */
export function areLists(targets: Targets, examples: number): targets is readonly ArrayLike<number>[] {
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
 * @param outputs - How many for each.
 */
export function checkSteps(index: number, steps: number, target: ArrayLike<number>, outputs = 1): void {
  if (steps === 0) {
    throw new TrainingError(
      `Example ${index} has no steps, so that there is nothing to predict: leave it out.`,
    );
  }
  if (target.length !== steps * outputs) {
    const each = outputs === 1 ? '' : `, expected ${outputs} for each`;
    throw new TrainingError(`Example ${index} has ${steps} steps but ${target.length} targets${each}.`);
  }
}

/**
 * Checks ids or classes. A negative one would be read from the end, for example the -1 of an `indexOf` that found nothing.
 *
 * @param what - As in "has the … -1".
 */
export function checkWhole(index: number, what: string, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isInteger(value) && value >= 0) continue;
    throw new TrainingError(`Example ${index} has the ${what} ${value}, expected a whole number from 0.`);
  }
}

/** The entries of a list at some indices. */
export const at = <Entry>(list: ArrayLike<Entry>, indices: ArrayLike<number>): Entry[] =>
  Array.from(indices, (index) => list[index]!);
