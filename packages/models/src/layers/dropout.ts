import { oneOf, rate } from '../spec/option.js';
import { defineLayer, expectReal } from './layer.js';

/**
 * Sets a random share of entries to zero while training and scales the rest by 1 / (1 - rate).
 * Source: N. Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014; one mask
 * per example: Y. Gal and Z. Ghahramani, A Theoretically Grounded Application of Dropout in Recurrent Neural
 * Networks, 2016.
 */
export const dropout = defineLayer({
  type: 'dropout',
  doc: 'Sets a random share of entries to zero while training.',
  options: {
    rate: rate('Share of entries set to zero.'),
    mask: oneOf(
      'A draw for each element, or one mask per example for all time steps.',
      ['element', 'example'],
      'element',
    ),
  },
  output: (_, input) => expectReal(input, 'sequence', 'image', 'vector'),
  parameters: () => ({}),
  apply: (ops, { rate, mask }, { value, lengths }, _, shape) => ({
    shape,
    value: ops.dropout(value, rate, shape.kind === 'sequence' ? mask : 'element'),
    lengths,
  }),
});
