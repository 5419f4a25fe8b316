import type { Value } from '../graph/graph.js';
import { known } from '../graph/shapes.js';
import { reshape } from './reshape.js';

/** All axes but the first, whose sizes must be known, as one. */
export function flattenBatch(x: Value): Value {
  const size = x.shape.slice(1).reduce<number>((product, _, k) => product * known(x, k + 1), 1);
  return reshape(x, [x.dim(0), size]);
}
