import type { LossSpec } from '@rnnlab/onnx';
import { oneOf, rate } from '../fields/kinds.js';
import type { Member } from './family.js';

/** The losses of @rnnlab/onnx with their settings. */
export const losses = {
  'softmax-cross-entropy': {
    doc: 'One class for each prediction',
    fields: {
      labelSmoothing: rate("Share of the target's probability that is spread over all classes.", 0),
      classWeights: oneOf(
        'What an example weighs: the same, or every class the same in sum, as in balanced draws.',
        ['equal', 'balanced'],
        'equal',
      ),
    },
  },
  'binary-cross-entropy': { doc: 'One decision for each output', fields: {} },
  'mean-squared-error': { doc: 'Numbers for each output', fields: {} },
} satisfies Record<LossSpec['type'], Member>;
