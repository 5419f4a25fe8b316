import type { LossSpec } from '@rnnlab/trainer';
import type { Tensor, Tf } from '../tf.js';

/** Scores of single predictions, `[batch]` or `[batch, time]`. */
export interface PredictionScores {
  losses: Tensor;
  /** What each loss weighs in the mean; 1 by default. */
  weights?: Tensor;
  /** How many of the prediction's decisions are right. */
  correct: Tensor;
  /** Decisions in a prediction; default 1. */
  decisions?: number;
}

/** A loss: `outputs` are `[…, N]`, targets `[…]` or `[…, N]`. */
export type Loss<Type extends LossSpec['type'] = LossSpec['type']> = (
  tf: Tf,
  outputs: Tensor,
  targets: Tensor,
  options: Extract<LossSpec, { type: Type }>,
) => PredictionScores;

/** How many of the decisions of each prediction agree with targets in [0, 1]. */
export const agreements = (tf: Tf, positive: Tensor, targets: Tensor): Tensor =>
  tf.sum(tf.cast(tf.equal(positive, tf.greater(targets, 0.5)), 'float32'), -1);
