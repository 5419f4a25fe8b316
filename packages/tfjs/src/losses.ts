import type { LossSpec } from '@rnnlab/trainer';
import { notHere } from './errors.js';
import type { Tensor, Tf } from './tf.js';

/** Scores of each output, `[batch]` or `[batch, time]`. */
interface OutputScores {
  losses: Tensor;
  /** The weight of each loss in the mean. Default: 1. */
  weights?: Tensor;
  /** The number of correct predictions. */
  correct: Tensor;
  /** The number of predictions, such as the bits of an output. Default: 1. */
  predictions?: number;
}

/** A loss: `outputs` are `[…, N]`, targets `[…]` or `[…, N]`. */
type Loss<Type extends LossSpec['type'] = LossSpec['type']> = (
  tf: Tf,
  outputs: Tensor,
  targets: Tensor,
  options: Extract<LossSpec, { type: Type }>,
) => OutputScores;

/** The number of predictions of each output that equal their targets in [0, 1]. */
const countCorrect = (tf: Tf, positive: Tensor, targets: Tensor): Tensor =>
  tf.sum(tf.cast(tf.equal(positive, tf.greater(targets, 0.5)), 'float32'), -1);

const softmaxCrossEntropy: Loss<'softmax-cross-entropy'> = (tf, outputs, target, options) => {
  const { labelSmoothing = 0, classWeights } = options;
  const classes = outputs.shape.at(-1)!;
  // One row per prediction: label smoothing in TensorFlow.js assumes that the classes are the second axis.
  const logits = tf.reshape(outputs, [-1, classes]);
  const targets = tf.reshape(target, [-1]);
  const oneHot = tf.cast(tf.oneHot(targets, classes), 'float32');
  const losses = tf.losses.softmaxCrossEntropy(oneHot, logits, undefined, labelSmoothing, tf.Reduction.NONE);
  const correct = tf.cast(tf.equal(tf.argMax(logits, -1), targets), 'float32');
  if (!classWeights) return { losses: shaped(losses), correct: shaped(correct) };
  const weights = tf.sum(tf.mul(oneHot, tf.tensor1d([...classWeights])), -1);
  return { losses: shaped(tf.mul(losses, weights)), weights: shaped(weights), correct: shaped(correct) };

  function shaped(rows: Tensor): Tensor {
    return tf.reshape(rows, target.shape);
  }
};

const binaryCrossEntropy: Loss<'binary-cross-entropy'> = (tf, logits, targets) => ({
  losses: tf.mean(tf.losses.sigmoidCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE), -1),
  correct: countCorrect(tf, tf.greater(logits, 0), targets),
  predictions: logits.shape.at(-1)!,
});

const meanSquaredError: Loss<'mean-squared-error'> = (tf, outputs, targets) => ({
  losses: tf.mean(tf.losses.meanSquaredError(targets, outputs, undefined, tf.Reduction.NONE), -1),
  correct: countCorrect(tf, tf.greater(outputs, 0.5), targets),
  predictions: outputs.shape.at(-1)!,
});

/** The losses, by TensorFlow.js's own functions. */
const losses: { [Type in LossSpec['type']]: Loss<Type> } = {
  'softmax-cross-entropy': softmaxCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'mean-squared-error': meanSquaredError,
};

/** Scores of each example, `[batch]`: sums over its valid steps. */
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
  const score = losses[spec.type as keyof typeof losses] as Loss | undefined;
  if (!score) throw notHere('loss', spec.type);
  const scores = score(tf, outputs, targets, spec as never);
  const ones = tf.onesLike(scores.losses);
  const { weights = ones, predictions = 1 } = scores;
  const perOutput = {
    losses: scores.losses,
    weights,
    correct: scores.correct,
    counts: tf.mul(ones, predictions),
  };
  if (!lengths) return perOutput;
  const steps = tf.range(0, outputs.shape[1]!, 1, 'float32');
  const valid = tf.cast(tf.less(tf.expandDims(steps, 0), tf.cast(lengths, 'float32')), 'float32');
  const total = (x: Tensor) => tf.sum(tf.mul(x, valid), 1);
  return {
    losses: total(perOutput.losses),
    weights: total(perOutput.weights),
    correct: total(perOutput.correct),
    counts: total(perOutput.counts),
  };
}
