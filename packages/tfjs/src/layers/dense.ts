import { defineBuilder } from './context.js';

export const dense = defineBuilder<{ units: number }>(({ tf, name, options, apply }, input) => ({
  ...input,
  value: apply(
    tf.layers.dense({ name, units: options.units, kernelInitializer: 'zeros' }),
    input.value,
    (of) => [of('kernel'), of('bias')],
  ),
}));
