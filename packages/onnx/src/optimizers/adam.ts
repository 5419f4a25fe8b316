import { positive, rate } from '@rnnlab/models';
import { descend } from './descend.js';
import { defineOptimizer } from './optimizer.js';
import { scaleByAdam } from './scale-by-adam.js';
import { chain } from './transform.js';

/** Adaptive moment estimation: each entry has a step size of its own. */
export const adam = defineOptimizer({
  type: 'adam',
  title: 'Adam',
  source: 'D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015',
  options: {
    beta1: rate('Decay of the mean of gradients.', 0.9),
    beta2: rate('Decay of the mean of their squares.', 0.999),
    epsilon: positive('Added to the root of the latter.', 1e-8),
  },
  transform: (options) => chain(scaleByAdam(options), descend()),
});
