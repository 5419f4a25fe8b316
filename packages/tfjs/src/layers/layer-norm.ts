import { defineBuilder } from './context.js';

export const layerNorm = defineBuilder<{ epsilon: number }>(({ tf, name, options, apply }, input) => ({
  ...input,
  value: apply(
    tf.layers.layerNormalization({ name, axis: -1, epsilon: options.epsilon }),
    input.value,
    (of) => [of('gain'), of('offset')],
  ),
}));
