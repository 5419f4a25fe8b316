import { agreements, type Loss } from './loss.js';

export const meanSquaredError: Loss<'mean-squared-error'> = (tf, outputs, targets) => ({
  losses: tf.mean(tf.losses.meanSquaredError(targets, outputs, undefined, tf.Reduction.NONE), -1),
  correct: agreements(tf, tf.greater(outputs, 0.5), targets),
  decisions: outputs.shape.at(-1)!,
});
