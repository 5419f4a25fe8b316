// What an engine in a package of its own needs, to train as those here do.
export { breather } from './breather.js';
export type { Tensor, Tensors } from './feeds.js';
export { inOrder } from './in-order.js';
export { drawInitialState, initialState } from './initial-state.js';
export { type ModelInputs, modelInputs } from './model-inputs.js';
