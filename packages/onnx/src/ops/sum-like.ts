import type { Value } from '../graph/graph.js';
import { sameShape } from '../graph/shapes.js';
import { collapse } from './collapse.js';
import { reduceSum } from './reduce-sum.js';

/**
 * The adjoint of broadcasting: sums `x` over the axes along which a tensor of `like`'s shape was stretched.
 *
 * In the gradient of a scan, `like` is a value of the step or one that the step captured. The latter's adjoint is
 * summed over time in the end, so its leading axes are joined, time with them, and summed at once.
 */
export function sumLike(x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  let sum = x;
  const extra = x.rank - like.rank;
  if (extra > 0) {
    const captured = like.graph !== x.graph && like.shape.every((dim) => typeof dim === 'number');
    const leading = Array.from({ length: extra }, (_, k) => k - x.rank);
    sum = captured ? reduceSum(collapse(sum, like.rank), [-1 - like.rank]) : reduceSum(sum, leading);
  }
  const stretched = like.shape.flatMap((dim, k) => (dim === 1 && sum.shape[k] !== 1 ? [k - like.rank] : []));
  return stretched.length > 0 ? reduceSum(sum, stretched, { keep: true }) : sum;
}
