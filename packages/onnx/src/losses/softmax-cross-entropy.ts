import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { known } from '../graph/shapes.js';
import { exp } from '../ops/exp.js';
import { logSoftmax } from '../ops/log-softmax.js';
import { mul } from '../ops/mul.js';
import { neg } from '../ops/neg.js';
import { oneHot } from '../ops/one-hot.js';
import { reduceSum } from '../ops/reduce-sum.js';
import { sub } from '../ops/sub.js';
import { unsqueeze } from '../ops/unsqueeze.js';

/**
 * -log softmax(logits)[target] for each example.
 *
 * @param logits - `[…, classes]`.
 * @param targets - Class of each example, int32, `[…]`.
 * @returns Losses in nats, `[…]`; dlogits = (softmax - one-hot) ⊙ dy.
 */
export function softmaxCrossEntropy(logits: Value, targets: Value): Value {
  let logProbabilities: Value;
  const truth = oneHot(targets, known(logits, -1), logits.type);
  const forward = () => {
    logProbabilities = logSoftmax(logits);
    return [neg(reduceSum(mul(logProbabilities, truth), [-1]))];
  };
  return composite('SoftmaxCrossEntropy', [logits, truth], forward, ({ adjoints: [dy] }) => [
    mul(sub(exp(logProbabilities), truth), unsqueeze(dy!, [-1])),
    undefined,
  ])[0]!;
}
