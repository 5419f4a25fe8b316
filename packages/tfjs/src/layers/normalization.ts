import { defineBuilder } from './context.js';
import { defineCustomLayer } from './custom-layer.js';
import { validSteps } from './masking.js';

/** Batch normalization. */
export const batchNorm = defineBuilder<{ momentum: number; epsilon: number }>((context, input) => {
  const { tf, custom, name, options, apply } = context;
  const { shape, value, lengths } = input;
  const sources: Parameters<typeof apply>[2] = (of) => ['gamma', 'beta', 'mean', 'variance'].map(of);
  if (shape.kind === 'sequence') {
    const layer = custom(sequenceBatchNormLayer, { name, features: shape.features, ...options });
    return { lengths, value: apply(layer, [value, lengths!], sources) };
  }
  const entries = shape.kind === 'image' ? shape.height * shape.width : 1;
  const variance = { momentum: options.momentum, entries };
  const layer = tf.layers.batchNormalization({ name, axis: -1, ...options });
  return { value: apply(layer, value, sources, [undefined, undefined, undefined, variance]) };
});

interface SequenceBatchNormOptions {
  features: number;
  /** Share of the running averages that is kept at each step. */
  momentum: number;
  epsilon: number;
}

/** The layer of batch normalization over the valid steps of all examples; the running variance is the unbiased estimate. */
export const sequenceBatchNormLayer = defineCustomLayer<SequenceBatchNormOptions>({
  className: 'RNNLabSequenceBatchNorm',
  define: (tf, { features, momentum, epsilon }) => ({
    weights: { gamma: [features], beta: [features], mean: [features], variance: [features] },
    untrained: ['mean', 'variance'],
    output: ([sequence]) => sequence,
    compute([sequence, lengths], { weights, training, assign }) {
      const { gamma, beta, mean, variance } = weights;
      if (!training)
        return tf.batchNorm(
          sequence!,
          mean as never,
          variance as never,
          beta as never,
          gamma as never,
          epsilon,
        );
      const valid = validSteps(tf, sequence!, lengths!);
      const count = tf.maximum(tf.sum(valid), 1);
      const batchMean = tf.div(tf.sum(tf.mul(sequence!, valid), [0, 1]), count);
      const centered = tf.sub(sequence!, batchMean);
      const batchVariance = tf.div(tf.sum(tf.mul(tf.square(centered), valid), [0, 1]), count);
      assign('mean', tf.add(tf.mul(mean!, momentum), tf.mul(batchMean, 1 - momentum)));
      const unbiased = tf.mul(batchVariance, tf.div(count, tf.maximum(tf.sub(count, 1), 1)));
      assign('variance', tf.add(tf.mul(variance!, momentum), tf.mul(unbiased, 1 - momentum)));
      return tf.add(tf.mul(tf.div(centered, tf.sqrt(tf.add(batchVariance, epsilon))), gamma!), beta!);
    },
  }),
});

/** Layer normalization. */
export const layerNorm = defineBuilder<{ epsilon: number }>(({ tf, name, options, apply }, input) => ({
  ...input,
  value: apply(
    tf.layers.layerNormalization({ name, axis: -1, epsilon: options.epsilon }),
    input.value,
    (of) => [of('gamma'), of('beta')],
  ),
}));
