import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { fromEnd } from '../graph/shapes.js';
import { type Dim, GraphError } from '../graph/types.js';

const axesOf = (axes: Value) => Array.from(axes.data as BigInt64Array, Number);

const squeezeOp: Op = {
  type: 'Squeeze',
  stackable: true,
  infer([x, axes]) {
    const dropped = axesOf(axes!).map((axis) => fromEnd(x!, axis));
    if (dropped.some((k) => x!.shape[k] !== 1))
      throw new GraphError(`Squeeze of ${x} needs axes of size 1, received ${axesOf(axes!).join(', ')}.`);
    return [{ type: x!.type, shape: x!.shape.filter((_, k) => !dropped.includes(k)) }];
  },
  vjp: ({ inputs: [, axes], adjoints: [dy] }) => [unsqueeze(dy!, axesOf(axes!)), undefined],
};

/** Removes axes of size 1, which are counted from the end; dx has them again. */
export const squeeze = (x: Value, axes: readonly number[]): Value =>
  emitOne(squeezeOp, [x, x.graph.numbers('int64', axes)]);

const unsqueezeOp: Op = {
  type: 'Unsqueeze',
  stackable: true,
  infer([x, axes]) {
    const list = axesOf(axes!);
    const rank = x!.rank + list.length;
    if (new Set(list).size !== list.length || list.some((axis) => axis >= 0 || axis < -rank))
      throw new GraphError(`Unsqueeze of ${x} needs different axes from ${-rank} to -1, received ${list}.`);
    const rest = [...x!.shape];
    const shape = Array.from({ length: rank }, (_, k): Dim => (list.includes(k - rank) ? 1 : rest.shift()!));
    return [{ type: x!.type, shape }];
  },
  vjp: ({ inputs: [, axes], adjoints: [dy] }) => [squeeze(dy!, axesOf(axes!)), undefined],
};

/** Inserts axes of size 1; positions are counted from the end of the result; dx has them no more. */
export const unsqueeze = (x: Value, axes: readonly number[]): Value =>
  emitOne(unsqueezeOp, [x, x.graph.numbers('int64', axes)]);
