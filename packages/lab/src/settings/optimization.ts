import { type LossSpec, optimizerOptions, optimizers as optimizerRegistry } from '@rnnlab/onnx';
import { schedules as scheduleRegistry } from '@rnnlab/trainer';
import { type Member, membersOf, oneOf, rate } from './field.js';

/** The losses of @rnnlab/onnx with their settings. */
export const losses = {
  'softmax-cross-entropy': {
    doc: 'One class for each prediction',
    fields: {
      labelSmoothing: rate(
        'Label smoothing: share of the probability of the label that is spread over all classes.',
        0,
      ),
      classWeights: oneOf(
        'Weights of examples: equal, or balanced so that every class has the same total weight.',
        ['equal', 'balanced'],
        'equal',
      ),
    },
  },
  'binary-cross-entropy': { doc: 'Independent binary labels, one for each output', fields: {} },
  'mean-squared-error': { doc: 'A number for each output', fields: {} },
} satisfies Record<LossSpec['type'], Member>;

/** The optimizers of @rnnlab/onnx with their settings. */
export const optimizers = membersOf(optimizerRegistry, optimizerOptions);

/** The learning-rate schedules of @rnnlab/trainer with their settings. */
export const schedules = membersOf(scheduleRegistry);

/** The batch size for which a recipe states its learning rate. */
const REFERENCE_BATCH = 32;

const powers = { none: 0, 'square-root': 0.5, linear: 1 };

/**
 * Computes the factor of the learning rate for a batch size. A smaller batch takes more and noisier steps in
 * an epoch: for Adam the rate scales with the square root of the batch (S. Malladi et al., On the SDEs and Scaling
 * Rules for Adaptive Gradient Algorithms, 2022), for SGD the batch (P. Goyal et al., 2017).
 */
export const learningRateFactor = ({
  batch,
  learningRateScaling,
}: {
  batch: number;
  learningRateScaling: keyof typeof powers;
}): number => (batch / REFERENCE_BATCH) ** powers[learningRateScaling];
