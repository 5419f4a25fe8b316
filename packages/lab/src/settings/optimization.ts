import { losses as lossRegistry, optimizerOptions, optimizers as optimizerRegistry } from '@rnnlab/onnx';
import type { Options } from '@rnnlab/shared';
import { schedules as scheduleRegistry } from '@rnnlab/trainer';

const {
  'softmax-cross-entropy': softmax,
  'binary-cross-entropy': binary,
  'mean-squared-error': squared,
} = lossRegistry;

/** The losses of @rnnlab/onnx with their settings. */
export const losses = {
  'softmax-cross-entropy': {
    description: softmax.doc,
    options: {
      ...softmax.options,
      // The weights themselves follow from the data.
      classWeights: {
        enum: ['equal', 'balanced'],
        default: 'equal',
        description: 'Weights of examples: equal, or balanced so that every class has the same total weight.',
      },
    },
  },
  'binary-cross-entropy': { description: binary.doc, options: binary.options },
  'mean-squared-error': { description: squared.doc, options: squared.options },
} as const;

/** A library's registry as kinds of a recipe's part. */
const kindsOf = <R extends Record<string, { title: string; options: Options }>, Common extends Options>(
  registry: R,
  common: Common,
) =>
  Object.fromEntries(
    Object.entries(registry).map(([name, { title, options }]) => [
      name,
      { description: title, options: { ...options, ...common } },
    ]),
  ) as { [Name in keyof R]: { description: string; options: R[Name]['options'] & Common } };

/** The optimizers of @rnnlab/onnx with their settings. */
export const optimizers = kindsOf(optimizerRegistry, optimizerOptions);

/** The learning-rate schedules of @rnnlab/trainer with their settings. */
export const schedules = kindsOf(scheduleRegistry, {});

/** The batch size for which a recipe states its learning rate. */
const REFERENCE_BATCH = 32;

const powers = { none: 0, 'square-root': 0.5, linear: 1 };

/**
 * Computes the factor of the learning rate for a batch size. A smaller batch takes more and noisier steps in
 * an epoch: for Adam the rate scales with the square root of the batch (S. Malladi et al., On the SDEs and Scaling
 * Rules for Adaptive Gradient Algorithms, 2022), for SGD the batch (P. Goyal et al., 2017).
 */
export const learningRateFactor = ({
  batchSize,
  learningRateScaling,
}: {
  batchSize: number;
  learningRateScaling: keyof typeof powers;
}): number => (batchSize / REFERENCE_BATCH) ** powers[learningRateScaling];
