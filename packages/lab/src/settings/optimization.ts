import { type LossSpec, optimizerOptions, optimizers as optimizerRegistry } from '@rnnlab/onnx';
import { schedules as scheduleRegistry } from '@rnnlab/trainer';
import { type Member, membersOf, oneOf, rate } from './field.js';

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

/** The optimizers of @rnnlab/onnx with their settings. */
export const optimizers = membersOf(optimizerRegistry, optimizerOptions);

/** The learning-rate schedules of @rnnlab/trainer with their settings. */
export const schedules = membersOf(scheduleRegistry);

/** The batch for which a recipe states its learning rate. */
export const REFERENCE_BATCH = 32;

const powers = { none: 0, 'square-root': 0.5, linear: 1 };

/**
 * The factor from a recipe's learning rate to that of its batch. A smaller batch takes more and noisier steps in
 * an epoch: for Adam the rate follows the square root of the batch (S. Malladi et al., On the SDEs and Scaling
 * Rules for Adaptive Gradient Algorithms, 2022), for SGD the batch (P. Goyal et al., 2017).
 */
export const batchFactor = ({
  batch,
  learningRateScaling,
}: {
  batch: number;
  learningRateScaling: keyof typeof powers;
}): number => (batch / REFERENCE_BATCH) ** powers[learningRateScaling];
