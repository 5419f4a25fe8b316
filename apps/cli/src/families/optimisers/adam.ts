import { positive, rate } from '../../fields/kinds.js';
import { clipNorm } from './clip-norm.js';

export const adam = {
  doc: 'Adam (Kingma and Ba, 2015)',
  fields: {
    beta1: rate('Decay of the mean of gradients.', 0.9),
    beta2: rate('Decay of the mean of their squares.', 0.999),
    epsilon: positive('Added to the root of the latter.', 1e-8),
    clipNorm,
  },
};
