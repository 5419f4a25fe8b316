import { defineBuilder } from './context.js';

export const batchNorm = defineBuilder<{ momentum: number; epsilon: number }>((context, input) => {
  const { tf, custom, name, options, apply } = context;
  const { shape, value, lengths } = input;
  const sources: Parameters<typeof apply>[2] = (of) => ['gain', 'offset', 'mean', 'variance'].map(of);
  if (shape.kind === 'sequence') {
    const layer = custom.sequenceBatchNorm({ name, features: shape.features, ...options });
    return { lengths, value: apply(layer, [value, lengths!], sources) };
  }
  const entries = shape.kind === 'image' ? shape.height * shape.width : 1;
  const variance = { momentum: options.momentum, entries };
  const layer = tf.layers.batchNormalization({ name, axis: -1, ...options });
  return { value: apply(layer, value, sources, [undefined, undefined, undefined, variance]) };
});
