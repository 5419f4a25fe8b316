import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { known } from '../graph/shapes.js';
import { add, mul, reduceSum } from '../ops/arithmetic.js';
import { cast } from '../ops/cast.js';
import { equal, less } from '../ops/compare.js';
import { exp } from '../ops/exp.js';
import { log } from '../ops/log.js';
import { max } from '../ops/max.js';
import { sigmoid } from '../ops/sigmoid.js';
import { sign } from '../ops/sign.js';
import { sub } from '../ops/sub.js';
import { defineLoss } from './loss.js';

/** The mean over the outputs of -(t log σ(z) + (1 - t) log(1 - σ(z))) in nats, for logits z and targets t in [0, 1]. */
export const binaryCrossEntropy = defineLoss({
  type: 'binary-cross-entropy',
  doc: 'One decision for each output, from logits.',
  options: {},
  loss: () => ({
    target: (outputs, float) => ({ type: float, shape: [outputs] }),
    score(logits, target) {
      const outputs = known(logits, -1);
      return {
        losses: mul(reduceSum(crossEntropy(logits, target), [-1]), 1 / outputs),
        correct: reduceSum(agreement(less(mul(logits, 0), logits), target), [-1]),
        decisions: outputs,
      };
    },
  }),
});

/** 1 where a decision agrees with a target in [0, 1], else 0. */
export function agreement(positive: Value, target: Value): Value {
  const truth = less(add(mul(target, 0), 0.5), target);
  return cast(equal(cast(positive, 'int32'), cast(truth, 'int32')), target.type);
}

/** max(z, 0) - z t + log(1 + exp(-|z|)), which does not overflow; dz = (σ(z) - t) ⊙ dy. */
const crossEntropy = (z: Value, t: Value): Value =>
  composite(
    'BinaryCrossEntropy',
    [z, t],
    () => [add(sub(max(z, 0), mul(z, t)), log(add(exp(mul(mul(z, sign(z)), -1)), 1)))],
    ({ adjoints: [dy] }) => [mul(sub(sigmoid(z), t), dy!), undefined],
  )[0]!;
