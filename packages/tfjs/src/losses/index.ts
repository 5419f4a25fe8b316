import type { LossSpec } from '@rnnlab/trainer';
import type { Tensor, Tf } from '../tf.js';
import { binaryCrossEntropy } from './binary-cross-entropy.js';
import type { Loss } from './loss.js';
import { meanSquaredError } from './mean-squared-error.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

/** Every loss, with TensorFlow.js's own functions. */
const losses: { [Type in LossSpec['type']]: Loss<Type> } = {
  'softmax-cross-entropy': softmaxCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'mean-squared-error': meanSquaredError,
};

/** Sums over the valid predictions of each example, `[batch]`. */
export interface ExampleScores {
  losses: Tensor;
  weights: Tensor;
  correct: Tensor;
  counts: Tensor;
}

/**
 * Scores a batch.
 *
 * @param outputs - `[batch, N]`, or `[batch, time, N]` with `lengths` `[batch, 1]`.
 */
export function scoreBatch(
  tf: Tf,
  spec: LossSpec,
  outputs: Tensor,
  targets: Tensor,
  lengths: Tensor | undefined,
): ExampleScores {
  const scores = (losses[spec.type] as Loss)(tf, outputs, targets, spec as never);
  const ones = tf.onesLike(scores.losses);
  const { weights = ones, decisions = 1 } = scores;
  const perPrediction = {
    losses: scores.losses,
    weights,
    correct: scores.correct,
    counts: tf.mul(ones, decisions),
  };
  if (!lengths) return perPrediction;
  const steps = tf.range(0, outputs.shape[1]!, 1, 'float32');
  const valid = tf.cast(tf.less(tf.expandDims(steps, 0), tf.cast(lengths, 'float32')), 'float32');
  const total = (x: Tensor) => tf.sum(tf.mul(x, valid), 1);
  return {
    losses: total(perPrediction.losses),
    weights: total(perPrediction.weights),
    correct: total(perPrediction.correct),
    counts: total(perPrediction.counts),
  };
}
