import { agreements, type Loss } from './loss.js';

export const binaryCrossEntropy: Loss<'binary-cross-entropy'> = (tf, logits, targets) => ({
  losses: tf.mean(tf.losses.sigmoidCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE), -1),
  correct: agreements(tf, tf.greater(logits, 0), targets),
  decisions: logits.shape.at(-1)!,
});
