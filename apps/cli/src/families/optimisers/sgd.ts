import { rate } from '../../fields/kinds.js';
import { clipNorm } from './clip-norm.js';

export const sgd = {
  doc: 'Stochastic gradient descent',
  fields: { momentum: rate('Decay of the velocity; 0 for none.', 0), clipNorm },
};
