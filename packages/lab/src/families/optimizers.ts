import { optimizerOptions, optimizers as registry } from '@rnnlab/onnx';
import { membersOf } from '../fields/options.js';

/** The optimizers of @rnnlab/onnx with their settings. */
export const optimizers = membersOf(registry, optimizerOptions);
