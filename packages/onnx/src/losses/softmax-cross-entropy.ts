import { optional, rate, weights } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { known } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { argMax } from '../ops/arg-max.js';
import { add, mul, reduceSum } from '../ops/arithmetic.js';
import { cast } from '../ops/cast.js';
import { equal } from '../ops/compare.js';
import { exp } from '../ops/exp.js';
import { gatherRows } from '../ops/gather-rows.js';
import { logSoftmax } from '../ops/log-softmax.js';
import { oneHot } from '../ops/one-hot.js';
import { unsqueeze } from '../ops/squeeze.js';
import { sub } from '../ops/sub.js';
import { defineLoss } from './loss.js';

/**
 * -Σ q log softmax(logits) in nats, with all of q (but for smoothing) on the target class.
 * Source of smoothing: C. Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2016.
 */
export const softmaxCrossEntropy = defineLoss({
  type: 'softmax-cross-entropy',
  doc: 'One class for each prediction, from logits.',
  options: {
    labelSmoothing: rate('Share of the target’s probability that is spread over all classes.', 0),
    classWeights: optional(
      weights('What an example of each class weighs in the mean; all weigh 1 by default.'),
    ),
  },
  loss: ({ labelSmoothing, classWeights }) => ({
    target: () => ({ type: 'int32', shape: [] }),
    score(logits, target) {
      const classes = known(logits, -1);
      if (classWeights && classWeights.length !== classes) {
        throw new GraphError(`The loss needs ${classes} class weights, received ${classWeights.length}.`);
      }
      const truth = oneHot(target, classes, logits.type);
      const smooth =
        labelSmoothing > 0 ? add(mul(truth, 1 - labelSmoothing), labelSmoothing / classes) : truth;
      const losses = crossEntropy(logits, smooth);
      const correct = cast(equal(argMax(logits), cast(target, 'int64')), logits.type);
      if (!classWeights) return { losses, correct };
      const weight = gatherRows(logits.graph.numbers(logits.type, classWeights), target);
      return { losses: mul(losses, weight), weights: weight, correct };
    },
  }),
});

/** -Σ q log softmax(logits) over the last axis; dlogits = (softmax - q) ⊙ dy, as q sums to 1. */
function crossEntropy(logits: Value, q: Value): Value {
  let logProbabilities: Value;
  const forward = () => {
    logProbabilities = logSoftmax(logits);
    return [mul(reduceSum(mul(logProbabilities, q), [-1]), -1)];
  };
  return composite('SoftmaxCrossEntropy', [logits, q], forward, ({ adjoints: [dy] }) => [
    mul(sub(exp(logProbabilities), q), unsqueeze(dy!, [-1])),
    undefined,
  ])[0]!;
}
