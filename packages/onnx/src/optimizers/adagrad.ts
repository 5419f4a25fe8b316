import { positive } from '@rnnlab/models';
import { add, mul } from '../ops/arithmetic.js';
import { div } from '../ops/div.js';
import { sqrt } from '../ops/sqrt.js';
import { descend } from './descend.js';
import { defineOptimizer } from './optimizer.js';
import { chain, type Transform } from './transform.js';

/** g / (√Σ g² + ε). */
const scaleBySquares = (epsilon: number): Transform => ({
  slots: 1,
  apply(update, { slots: [squares] }) {
    const next = add(squares!, mul(update, update));
    return { update: div(update, add(sqrt(next), epsilon)), slots: [next] };
  },
});

/** Divides each entry by the root of the sum of all its squares. */
export const adagrad = defineOptimizer({
  type: 'adagrad',
  title: 'AdaGrad',
  source: 'J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods, 2011',
  options: { epsilon: positive('Added to the root of the sum of squares.', 1e-10) },
  transform: ({ epsilon }) => chain(scaleBySquares(epsilon), descend()),
});
