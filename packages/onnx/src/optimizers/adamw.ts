import { positive, rate } from '@rnnlab/models';
import { descend } from './descend.js';
import { l2 } from './l2.js';
import { defineOptimizer } from './optimizer.js';
import { scaleByAdam } from './scale-by-adam.js';
import { chain } from './transform.js';

/** Adam with decay of the kernels that does not pass through its scaling. */
export const adamw = defineOptimizer({
  type: 'adamw',
  title: 'AdamW',
  source: 'I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019',
  options: {
    beta1: rate('Decay of the mean of gradients.', 0.9),
    beta2: rate('Decay of the mean of their squares.', 0.999),
    epsilon: positive('Added to the root of the latter.', 1e-8),
    decay: rate('Share of a kernel that one step with learning rate 1 takes away.', 0.01),
  },
  transform: ({ decay, ...options }) => chain(scaleByAdam(options), l2(decay), descend()),
});
