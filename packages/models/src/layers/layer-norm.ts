import { ones, zeros } from '../initializers/index.js';
import { positive } from '../spec/option.js';
import { defineLayer, expectReal } from './layer.js';

/**
 * Each vector with mean 0 and variance 1, then scaled and shifted by trained vectors.
 * Source: J. L. Ba, J. R. Kiros and G. E. Hinton, Layer Normalization, 2016.
 */
export const layerNorm = defineLayer({
  type: 'layer-norm',
  doc: 'Normalizes each vector to mean 0 and variance 1, then scales and shifts it.',
  options: { epsilon: positive('Added to the variance.', 1e-5) },
  output: (_, input) => expectReal(input, 'sequence', 'vector'),
  parameters(_, input) {
    const { features } = expectReal(input, 'sequence', 'vector');
    return {
      gain: { shape: [features], initializer: ones() },
      offset: { shape: [features], initializer: zeros() },
    };
  },
  apply: (ops, { epsilon }, { value, lengths }, { gain, offset }, shape) => ({
    shape,
    value: ops.layerNorm(value, gain!, offset!, epsilon),
    lengths,
  }),
});
