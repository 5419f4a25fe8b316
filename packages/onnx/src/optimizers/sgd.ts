import { flag, rate } from '@rnnlab/models';
import { descend } from './descend.js';
import { momentum } from './momentum.js';
import { defineOptimizer } from './optimizer.js';
import { chain } from './transform.js';

/** Stochastic gradient descent, with momentum if asked for. */
export const sgd = defineOptimizer({
  type: 'sgd',
  title: 'Stochastic gradient descent',
  source: 'H. Robbins and S. Monro, A Stochastic Approximation Method, 1951',
  options: {
    momentum: rate('Decay of the velocity; 0 is plain gradient descent.', 0),
    nesterov: flag('Looks ahead along the velocity.', false),
  },
  transform: (options) =>
    options.momentum === 0 ? descend() : chain(momentum(options.momentum, options.nesterov), descend()),
});
