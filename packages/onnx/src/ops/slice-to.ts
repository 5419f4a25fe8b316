import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

/** The first entries of the last axes: `sizes` says how many of each. It has no gradient. */
export function sliceTo(x: Value, sizes: readonly number[]): Value {
  const axes = sizes.map((_, k) => k - sizes.length);
  if (sizes.every((size, k) => x.dim(axes[k]!) === size)) return x;
  const op: Op = {
    type: 'Slice',
    infer: () => [{ type: x.type, shape: [...x.shape.slice(0, -sizes.length), ...sizes] }],
  };
  const numbers = (list: number[]) => x.graph.numbers('int64', list);
  return emitOne(op, [x, numbers(sizes.map(() => 0)), numbers([...sizes]), numbers(axes)]);
}
