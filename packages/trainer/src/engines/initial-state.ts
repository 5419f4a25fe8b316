import { initialize, type ModelSpec } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import type { TrainingState } from './engine.js';

/**
 * For engines: the state before the first step.
 *
 * @param slots - How many vectors the optimizer keeps.
 */
export const initialState = (parameters: Float32Array, slots: number): TrainingState => ({
  parameters,
  slots: Array.from({ length: slots }, () => new Float32Array(parameters.length)),
});

/**
 * For engines: draws the state before the first step.
 *
 * @param slots - How many vectors the optimizer keeps.
 * @param generator - The state of a `Generator`.
 * @returns With the generator's state after the draws.
 */
export function drawInitialState(
  spec: ModelSpec,
  slots: number,
  generator: readonly number[],
): { state: TrainingState; generator: readonly number[] } {
  const source = new Generator(generator);
  const parameters = initialize(spec, () => source.uniform());
  return { state: initialState(parameters, slots), generator: source.state };
}
