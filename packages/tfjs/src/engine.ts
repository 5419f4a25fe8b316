import { checkOptions, oneOf } from '@rnnlab/shared';
import { type Engine, EngineError, type LossSpec, modelInputs, TrainingError } from '@rnnlab/trainer';
import { type BackendName, backendNames, loadBackend } from './backend.js';
import { TfjsModel } from './compiled-model.js';

/** Options of {@link tfjs}. */
export interface TfjsOptions {
  /** The backend of TensorFlow.js. Default: `auto`, the first of `node-gpu`, `node`, `wasm` and `cpu` that is installed. */
  backend?: 'auto' | BackendName;
}

/**
 * Makes the engine that trains with TensorFlow.js, on the thread of the caller: the layers, losses and gradients are
 * TensorFlow.js's own. Its methods throw an EngineError when TensorFlow.js cannot start, or for a model that cannot be
 * trained with it.
 *
 * @throws {TrainingError} For a bad option.
 */
export function tfjs(options: TfjsOptions = {}): Engine {
  checkOptions('tfjs', options, { backend: oneOf(['auto', ...backendNames]) }, TrainingError);
  const { backend = 'auto' } = options;
  return {
    name: 'tfjs',
    async describe() {
      const { tf, name } = await loadBackend(backend);
      return `TensorFlow.js ${tf.version_core}, ${descriptions[name]}`;
    },
    async compile(spec, optimizer, options = {}) {
      const { stateful = false, loss = softmax } = options;
      // Checks the model, the loss and the optimizer, and defines the order in which masks are drawn.
      const inputs = modelInputs(spec, optimizer, { loss });
      if (stateful) {
        throw new EngineError(
          'The engine `tfjs` cannot carry recurrent states from batch to batch: use the engine `onnxruntime`.',
        );
      }
      return new TfjsModel(await loadBackend(backend), { spec, optimizer, loss }, inputs);
    },
  };
}

const softmax: LossSpec = { type: 'softmax-cross-entropy' };

const descriptions: Record<BackendName, string> = {
  'node-gpu': 'libtensorflow on the GPU',
  node: 'libtensorflow on the CPU',
  wasm: 'WebAssembly on the CPU',
  cpu: 'JavaScript on the CPU',
};
