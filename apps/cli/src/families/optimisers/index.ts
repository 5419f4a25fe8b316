import { adam } from './adam.js';
import { sgd } from './sgd.js';

/** The optimisers of @rnnlab/onnx with their settings. */
export const optimisers = { adam, sgd };
