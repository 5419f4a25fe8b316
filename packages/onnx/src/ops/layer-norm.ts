import type { Value } from '../graph/graph.js';
import { known } from '../graph/shapes.js';
import { add, mul, reduceSum } from './arithmetic.js';
import { div } from './div.js';
import { sqrt } from './sqrt.js';
import { sub } from './sub.js';

/** `(x - mean) / √(variance + epsilon)` over the last axis, times `gain`, plus `offset`. */
export function layerNorm(x: Value, gain: Value, offset: Value, epsilon: number): Value {
  const mean = (value: Value) => mul(reduceSum(value, [-1], { keep: true }), 1 / known(x, -1));
  const centered = sub(x, mean(x));
  const deviation = sqrt(add(mean(mul(centered, centered)), epsilon));
  return add(mul(div(centered, deviation), gain), offset);
}
