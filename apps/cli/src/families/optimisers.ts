import { optimiserOptions, optimisers as registry } from '@rnnlab/onnx';
import { membersOf } from '../fields/options.js';

/** The optimisers of @rnnlab/onnx with their settings. */
export const optimisers = membersOf(registry, optimiserOptions);
