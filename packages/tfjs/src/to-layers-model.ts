import { type ModelSpec, parameterCount } from '@rnnlab/models';
import { TrainingError } from '@rnnlab/trainer';
import { loadBackend } from './backend.js';
import { buildLayers, registerCustomLayers } from './build.js';
import { ownDropouts } from './layers/dropout.js';
import type { TensorFlow, Tf } from './tf.js';
import { setWeights } from './weights.js';

/**
 * Converts a model with its weights to a `tf.LayersModel`. It reads `ids`
 * `[batch, time]` (or `features`) and `lengths` `[batch, 1]`, or `pixels` `[batch, channels, height, width]`, or
 * `features` `[batch, features]`, and gives logits, `[batch, N]` or `[batch, time, N]` with zeros at padding.
 *
 * Layers are TensorFlow.js's own where it has them; the others are registered under names that start with
 * `RNNLab` (see {@link registerLayers}). Dropout is drawn by TensorFlow.js, unseeded.
 *
 * @param spec - The model.
 * @param parameters - The flat vector of all parameters.
 * @param options - `tf`: the copy of TensorFlow.js to use, whose type the model then has. Default: the first that is
 * installed, as in {@link tfjs}.
 * @throws {SpecError} When the spec cannot be built.
 * @throws {TrainingError} When the vector has another size.
 * @throws {EngineError} When TensorFlow.js is not installed.
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
  const { inputs, output, mappedWeights } = buildLayers(tf, spec, ownDropouts(tf));
  setWeights(tf, mappedWeights, parameters);
  return tf.model({ inputs, outputs: output.value }) as ReturnType<Given['model']>;
}

async function installed(): Promise<Tf> {
  const backend = await loadBackend('auto');
  backend.select();
  return backend.tf;
}

/**
 * Registers the layers that TensorFlow.js lacks, so that `tf.loadLayersModel` reads a model that was saved after
 * {@link toLayersModel}.
 */
export function registerLayers(tf: TensorFlow): void {
  registerCustomLayers(tf as unknown as Tf);
}
