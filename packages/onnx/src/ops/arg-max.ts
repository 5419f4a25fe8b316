import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

const op: Op = {
  type: 'ArgMax',
  infer: ([x], { axis }) => [
    { type: 'int64', shape: x!.shape.filter((_, k) => k !== x!.rank + (axis as number)) },
  ],
};

/** The index of the largest entry on an axis, counted from the end, int64; the lowest where several are equal. */
export const argMax = (x: Value, axis = -1): Value => emitOne(op, [x], { axis, keepdims: 0 });

/** The step that holds the largest entry of `[time, batch, N]`: `[batch, N]`. */
export const argMaxOverTime = (x: Value): Value => argMax(x, -3);
