import { defineLayer, expectKind } from './layer.js';

/**
 * Each token as a unit vector: `[time]` ids to `[time, vocabulary]`. The vectors are never built: a product with
 * a kernel is a look-up of the kernel's rows.
 */
export const oneHot = defineLayer({
  type: 'one-hot',
  doc: 'Each token as a unit vector.',
  options: {},
  output(_, input) {
    const { vocabulary, steps } = expectKind(input, 'tokens');
    return { kind: 'sequence', features: vocabulary, steps, oneHot: true };
  },
  parameters: () => ({}),
  apply: (_ops, _options, { value, lengths }, _weights, shape) => ({ shape, value, lengths }),
});
