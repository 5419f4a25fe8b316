export type { BackendName } from './backend.js';
export { type TfjsOptions, tfjs } from './engine.js';
export type { AnyLayersModel, TensorFlow } from './tf.js';
export { registerLayers, toLayersModel } from './to-layers-model.js';
