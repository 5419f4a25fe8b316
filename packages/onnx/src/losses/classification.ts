import type { Signal } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { add } from '../ops/add.js';
import { argMax } from '../ops/arg-max.js';
import { cast } from '../ops/cast.js';
import { equal } from '../ops/compare.js';
import { mul } from '../ops/mul.js';
import { reduceSum } from '../ops/reduce-sum.js';
import { timeMask } from '../ops/time-mask.js';
import { transpose } from '../ops/transpose.js';
import { zerosLike } from '../ops/zeros-like.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

/** Sums over the predictions of each example, `[batch]`: one prediction, or one for every valid time step. */
export interface ExampleScores {
  /** Cross-entropy in nats. */
  losses: Value;
  /** Predictions whose largest logit is the target. */
  correct: Value;
  /** Predictions. */
  counts: Value;
}

/**
 * Scores logits against classes.
 *
 * @param output - Logits `[batch, classes]`, or `[time, batch, classes]`, whose padding does not count.
 * @param targets - int32, `[batch]` or `[batch, time]`.
 */
export function scoreClasses({ shape, value, lengths }: Signal<Value>, targets: Value): ExampleScores {
  const perStep = shape.kind === 'sequence';
  const truth = perStep ? transpose(targets) : targets;
  const losses = softmaxCrossEntropy(value, truth);
  const correct = cast(equal(argMax(value), cast(truth, 'int64')), value.type);
  if (!perStep) return { losses, correct, counts: add(zerosLike(correct), 1) };
  const mask = timeMask(value, lengths!);
  const total = (x: Value) => reduceSum(x, [-2]);
  return { losses: total(mul(losses, mask)), correct: total(mul(correct, mask)), counts: total(mask) };
}
