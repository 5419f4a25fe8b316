import type { Options, Signal, Values } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import type { DataType, Shape } from '../graph/types.js';
import { add, mul, reduceSum, zerosLike } from '../ops/arithmetic.js';
import { sign } from '../ops/sign.js';
import { sub } from '../ops/sub.js';
import { timeMask } from '../ops/time-mask.js';
import { transpose } from '../ops/transpose.js';

/** Scores of single predictions, `[batch]` or time-major `[time, batch]`. */
export interface PredictionScores {
  losses: Value;
  /** What each loss weighs in the mean; 1 by default. */
  weights?: Value;
  /** How many of the prediction's decisions are right. */
  correct: Value;
  /** Decisions in a prediction: 1 for a class, one for each bit; default 1. */
  decisions?: number;
}

/** Sums over the valid predictions of each example, `[batch]`. */
export interface ExampleScores {
  losses: Value;
  weights: Value;
  correct: Value;
  counts: Value;
}

/** What a model is trained to lower. */
export interface Loss {
  /** Element type and shape of the target of one prediction, for a number of outputs. */
  target(outputs: number, float: DataType): { type: DataType; shape: Shape };
  /**
   * @param output - What the model gives, `[batch, N]` or `[time, batch, N]`.
   * @param target - Targets with the same leading axes.
   */
  score(output: Value, target: Value): PredictionScores;
}

/**
 * Sums scores over the valid time steps of each example; padding does not count.
 *
 * @param target - Batch-major targets, `[batch, …]` or `[batch, time, …]`.
 */
export function sumScores(
  loss: Loss,
  { shape, value, lengths }: Signal<Value>,
  target: Value,
): ExampleScores {
  const truth =
    shape.kind === 'sequence'
      ? transpose(target, [1, 0, ...target.shape.slice(2).map((_, k) => k + 2)])
      : target;
  const { losses, weights, correct, decisions = 1 } = loss.score(value, truth);
  // Made from what has no gradient, so that the weights have none.
  const ones = add(zerosLike(correct), 1);
  const scores = { losses, weights: weights ?? ones, correct, counts: mul(ones, decisions) };
  if (shape.kind !== 'sequence') return scores;
  const mask = timeMask(value, lengths!);
  const total = (x: Value) => reduceSum(mul(x, mask), [-2]);
  return {
    losses: total(scores.losses),
    weights: total(scores.weights),
    correct: total(scores.correct),
    counts: total(scores.counts),
  };
}

/** What summed losses are divided by: their weights; without a single prediction 1, so that the loss is 0 and not NaN. */
export const divisor = (weights: Value): Value => add(weights, sub(1, sign(weights)));

/** A kind of loss: its options, and what it computes. */
export interface LossDefinition<O extends Options = Options> {
  /** The `type` in a loss spec. */
  readonly type: string;
  readonly doc: string;
  readonly options: O;
  loss(options: Values<O>): Loss;
}

/** Types a loss's options through to its function. */
export const defineLoss = <O extends Options>(definition: LossDefinition<O>): LossDefinition<O> => definition;
