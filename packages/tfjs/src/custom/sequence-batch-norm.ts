import { defineCustomLayer } from './custom-layer.js';
import { validSteps } from './time.js';

export interface SequenceBatchNormOptions {
  features: number;
  /** Share of the running averages that is kept at each step. */
  momentum: number;
  epsilon: number;
}

/** Batch normalization over the valid steps of all examples; the running variance is the unbiased estimate. */
export const sequenceBatchNorm = defineCustomLayer<SequenceBatchNormOptions>({
  className: 'RNNLabSequenceBatchNorm',
  define: (tf, { features, momentum, epsilon }) => ({
    weights: { gain: [features], offset: [features], mean: [features], variance: [features] },
    untrained: ['mean', 'variance'],
    output: ([sequence]) => sequence,
    compute([sequence, lengths], { weights, training, assign }) {
      const { gain, offset, mean, variance } = weights;
      if (!training)
        return tf.batchNorm(
          sequence!,
          mean as never,
          variance as never,
          offset as never,
          gain as never,
          epsilon,
        );
      const valid = validSteps(tf, sequence!, lengths!);
      const count = tf.maximum(tf.sum(valid), 1);
      const now = tf.div(tf.sum(tf.mul(sequence!, valid), [0, 1]), count);
      const centered = tf.sub(sequence!, now);
      const spread = tf.div(tf.sum(tf.mul(tf.square(centered), valid), [0, 1]), count);
      assign('mean', tf.add(tf.mul(mean!, momentum), tf.mul(now, 1 - momentum)));
      const unbiased = tf.mul(spread, tf.div(count, tf.maximum(tf.sub(count, 1), 1)));
      assign('variance', tf.add(tf.mul(variance!, momentum), tf.mul(unbiased, 1 - momentum)));
      return tf.add(tf.mul(tf.div(centered, tf.sqrt(tf.add(spread, epsilon))), gain!), offset!);
    },
  }),
});
