import { known } from '../graph/shapes.js';
import { add, mul, reduceSum } from '../ops/arithmetic.js';
import { less } from '../ops/compare.js';
import { sub } from '../ops/sub.js';
import { agreement } from './binary-cross-entropy.js';
import { defineLoss } from './loss.js';

/**
 * The mean over the outputs of (y - t)². A decision is right if the output is on the target's side of ½, which
 * says something where targets are bits.
 */
export const meanSquaredError = defineLoss({
  type: 'mean-squared-error',
  doc: 'Numbers for each prediction.',
  options: {},
  loss: () => ({
    target: (outputs, float) => ({ type: float, shape: [outputs] }),
    score(output, target) {
      const outputs = known(output, -1);
      const error = sub(output, target);
      return {
        losses: mul(reduceSum(mul(error, error), [-1]), 1 / outputs),
        correct: reduceSum(agreement(less(add(mul(output, 0), 0.5), output), target), [-1]),
        decisions: outputs,
      };
    },
  }),
});
