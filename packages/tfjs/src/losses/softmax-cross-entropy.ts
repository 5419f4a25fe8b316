import type { Tensor } from '../tf.js';
import type { Loss } from './loss.js';

export const softmaxCrossEntropy: Loss<'softmax-cross-entropy'> = (tf, outputs, target, options) => {
  const { labelSmoothing = 0, classWeights } = options;
  const classes = outputs.shape.at(-1)!;
  // One row a prediction: TensorFlow.js takes the second axis for that of the classes when it smooths.
  const logits = tf.reshape(outputs, [-1, classes]);
  const targets = tf.reshape(target, [-1]);
  const truth = tf.cast(tf.oneHot(targets, classes), 'float32');
  const losses = tf.losses.softmaxCrossEntropy(truth, logits, undefined, labelSmoothing, tf.Reduction.NONE);
  const correct = tf.cast(tf.equal(tf.argMax(logits, -1), targets), 'float32');
  if (!classWeights) return { losses: shaped(losses), correct: shaped(correct) };
  const weights = tf.sum(tf.mul(truth, tf.tensor1d([...classWeights])), -1);
  return { losses: shaped(tf.mul(losses, weights)), weights: shaped(weights), correct: shaped(correct) };

  function shaped(rows: Tensor): Tensor {
    return tf.reshape(rows, target.shape);
  }
};
