import { positive, rate } from '@rnnlab/models';
import { add, mul } from '../ops/arithmetic.js';
import { div } from '../ops/div.js';
import { sqrt } from '../ops/sqrt.js';
import { descend } from './descend.js';
import { defineOptimizer } from './optimizer.js';
import { chain, type Transform } from './transform.js';

/** g / (√v' + ε) with a running mean v' of squares. */
const scaleByRms = (decay: number, epsilon: number): Transform => ({
  slots: 1,
  apply(update, { slots: [square] }) {
    const next = add(mul(square!, decay), mul(mul(update, update), 1 - decay));
    return { update: div(update, add(sqrt(next), epsilon)), slots: [next] };
  },
});

/** Divides each entry by the root of a running mean of its squares. */
export const rmsprop = defineOptimizer({
  type: 'rmsprop',
  title: 'RMSProp',
  source: 'T. Tieleman and G. Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012',
  options: {
    decay: rate('Decay of the mean of squares.', 0.99),
    epsilon: positive('Added to its root.', 1e-8),
  },
  transform: ({ decay, epsilon }) => chain(scaleByRms(decay, epsilon), descend()),
});
