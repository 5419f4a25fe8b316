import { rate } from '../spec/option.js';
import { defineLayer, refuseIds } from './layer.js';

/**
 * Sets a random share of entries to zero while training and scales the rest by 1 / (1 - rate).
 * Source: N. Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014.
 */
export const dropout = defineLayer({
  type: 'dropout',
  doc: 'Sets a random share of entries to zero while training.',
  options: { rate: rate('Share of entries set to zero.') },
  output(_, input) {
    refuseIds(input);
    return input;
  },
  parameters: () => ({}),
  apply: (ops, { rate }, { value, lengths }, _, shape) => ({
    shape,
    value: ops.dropout(value, rate, 'element'),
    lengths,
  }),
});
