import { checkOptions, oneOf } from '@rnnlab/shared';
import { type Engine, EngineError, type LossSpec, modelInputs, TrainingError } from '@rnnlab/trainer';
import { type BackendName, backendNames, loadBackend } from './backend.js';
import { TfjsModel } from './compiled-model.js';

export interface TfjsOptions {
  /**
   * What TensorFlow.js computes with; by default the first of `node-gpu`, `node`, `wasm` and `cpu` whose package is
   * installed.
   */
  backend?: 'auto' | BackendName;
}

/**
 * Trains with TensorFlow.js, on the thread of the caller: the layers, losses and gradients are TensorFlow.js's own.
 *
 * @throws TrainingError for a bad option. The engine's methods throw EngineError if TensorFlow.js cannot start, or
 * for a model that cannot be trained with it.
 */
export function tfjs(options: TfjsOptions = {}): Engine {
  checkOptions('tfjs', options, { backend: oneOf(['auto', ...backendNames]) }, TrainingError);
  const { backend = 'auto' } = options;
  return {
    name: 'tfjs',
    async describe() {
      const { tf, name } = await loadBackend(backend);
      return `TensorFlow.js ${tf.version_core}, ${places[name]}`;
    },
    async compile(spec, optimizer, options = {}) {
      const { carry = false, loss = softmax } = options;
      // It checks the model, the loss and the optimizer, and says which masks are drawn in which order.
      const inputs = modelInputs(spec, optimizer, { loss });
      if (carry) {
        throw new EngineError(
          'The engine `tfjs` cannot carry recurrent states from batch to batch: use the engine `onnxruntime`.',
        );
      }
      return new TfjsModel(await loadBackend(backend), { spec, optimizer, loss }, inputs);
    },
  };
}

const softmax: LossSpec = { type: 'softmax-cross-entropy' };

const places: Record<BackendName, string> = {
  'node-gpu': 'libtensorflow on the GPU',
  node: 'libtensorflow on the CPU',
  wasm: 'WebAssembly on the CPU',
  cpu: 'JavaScript on the CPU',
};
