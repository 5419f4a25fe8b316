import type { Value } from '../graph/graph.js';
import { sameShape } from '../graph/shapes.js';
import { collapse } from './collapse.js';
import { reduceSum } from './reduce-sum.js';

/** The adjoint of broadcasting: sums `x` over the axes along which a tensor of `like`'s shape was stretched. */
export function sumLike(x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  let sum = x;
  if (x.rank > like.rank) sum = reduceSum(collapse(sum, like.rank), [-1 - like.rank]);
  const stretched = like.shape.flatMap((dim, k) => (dim === 1 && sum.shape[k] !== 1 ? [k - like.rank] : []));
  return stretched.length > 0 ? reduceSum(sum, stretched, { keep: true }) : sum;
}
