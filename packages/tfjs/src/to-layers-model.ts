import { type ModelSpec, parameterCount } from '@rnnlab/models';
import { TrainingError } from '@rnnlab/trainer';
import { loadBackend } from './backend.js';
import { buildLayers } from './build.js';
import { customLayersOf } from './custom/index.js';
import { ownDropouts } from './dropouts.js';
import { setWeights } from './placement.js';
import type { TensorFlow, Tf } from './tf.js';

/**
 * A model with its weights as a `tf.LayersModel`, to go on with it in TensorFlow.js. It reads `ids`
 * `[batch, time]` (or `features`) and `lengths` `[batch, 1]`, or `pixels` `[batch, channels, height, width]`, or
 * `features` `[batch, features]`, and gives logits, `[batch, N]` or `[batch, time, N]` with zeros at padding.
 *
 * Layers are TensorFlow.js's own where it has them; the others are registered under names that start with
 * `RNNLab` (see {@link registerLayers}). Dropout is drawn by TensorFlow.js, unseeded.
 *
 * @param parameters - The flat vector of all parameters.
 * @param options - `tf`: the copy of TensorFlow.js to use, whose type the model then has; by default the first that is
 * installed, as in `tfjs()`.
 * @throws SpecError if the spec cannot be built, TrainingError if the vector has another size, EngineError if
 * TensorFlow.js is not installed.
 */
export async function toLayersModel<Given extends TensorFlow = TensorFlow>(
  spec: ModelSpec,
  parameters: Float32Array,
  { tf: given }: { tf?: Given } = {},
): Promise<ReturnType<Given['model']>> {
  const expected = parameterCount(spec);
  if (parameters.length !== expected) {
    throw new TrainingError(
      `The model has ${expected} parameters, received a vector of ${parameters.length}.`,
    );
  }
  const tf = (given as unknown as Tf | undefined) ?? (await installed());
  await tf.ready();
  const { inputs, output, placements } = buildLayers(tf, spec, ownDropouts(tf));
  setWeights(tf, placements, parameters);
  return tf.model({ inputs, outputs: output.value }) as ReturnType<Given['model']>;
}

async function installed(): Promise<Tf> {
  const backend = await loadBackend('auto');
  backend.select();
  return backend.tf;
}

/**
 * Makes the layers that TensorFlow.js lacks known to it, so that `tf.loadLayersModel` reads a model that was
 * saved after {@link toLayersModel}.
 */
export function registerLayers(tf: TensorFlow): void {
  customLayersOf(tf as unknown as Tf);
}
