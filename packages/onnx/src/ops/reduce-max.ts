import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

const op: Op = {
  type: 'ReduceMax',
  infer: ([x], { axes }) => {
    const reduced = (axes as number[]).map((axis) => axis + x!.rank);
    return [{ type: x!.type, shape: x!.shape.filter((_, k) => !reduced.includes(k)) }];
  },
};

/** The largest entry over axes, counted from the end; its users bring their own gradient. */
export const reduceMax = (x: Value, axes: readonly number[]): Value =>
  emitOne(op, [x], { axes, keepdims: 0 });
