import type { BatchNorm } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { add, div, mul, reduceSum, sqrt, sub, sumAll } from './arithmetic.js';
import { cast, max } from './comparison.js';
import { maskTime } from './sequences.js';
import { reshape, shapeOf } from './shape.js';

/** `(x - mean) / √(variance + epsilon)` over the last axis, times `gamma`, plus `beta`. */
export function layerNorm(x: Value, gamma: Value, beta: Value, epsilon: number): Value {
  const mean = (value: Value) => mul(reduceSum(value, [-1], { keep: true }), 1 / staticDim(x, -1));
  const centered = sub(x, mean(x));
  const deviation = sqrt(add(mean(mul(centered, centered)), epsilon));
  return add(mul(div(centered, deviation), gamma), beta);
}

/** Batch normalization with given statistics: for evaluation and inference. */
export function normalizeBy(
  { x, kind, gamma, beta, epsilon }: BatchNorm<Value>,
  mean: Value,
  variance: Value,
): Value {
  const align = (vector: Value) => (kind === 'image' ? reshape(vector, [vector.dim(0), 1, 1]) : vector);
  const scale = div(gamma, sqrt(add(variance, epsilon)));
  return add(mul(sub(x, align(mean)), align(scale)), align(beta));
}

/**
 * Batch normalization with the statistics of the batch: for training.
 *
 * @param keep - Called with each running average and its next value.
 */
export function normalizeByBatch(
  options: BatchNorm<Value>,
  keep: (average: Value, next: Value) => void,
): Value {
  const { x, kind, lengths, momentum } = options;
  const masked = (value: Value) => (kind === 'sequence' ? maskTime(value, lengths!) : value);
  const axes = { image: [-4, -2, -1], sequence: [-3, -2], vector: [-2] }[kind];
  const count = countOf(x, kind, lengths);
  const meanOf = (value: Value) => div(reduceSum(masked(value), axes), count);
  const mean = meanOf(x);
  const centered = sub(x, kind === 'image' ? reshape(mean, [mean.dim(0), 1, 1]) : mean);
  const variance = meanOf(mul(centered, centered));
  const blend = (average: Value, now: Value) => add(mul(average, momentum), mul(now, 1 - momentum));
  keep(options.mean, blend(options.mean, mean));
  // The running variance is the unbiased estimate, as in the paper (algorithm 2) and in PyTorch.
  keep(options.variance, blend(options.variance, mul(variance, div(count, max(sub(count, 1), 1)))));
  return normalizeBy(options, mean, variance);
}

/** Entries that each mean is taken over, as a scalar, at least 1. */
function countOf(x: Value, kind: BatchNorm<Value>['kind'], lengths: Value | undefined): Value {
  if (kind === 'sequence') return max(cast(sumAll(lengths!), x.type), 1);
  const batch = cast(reshape(shapeOf(x, 0, 1), []), x.type);
  return kind === 'vector' ? batch : mul(batch, Number(x.dim(-1)) * Number(x.dim(-2)));
}
