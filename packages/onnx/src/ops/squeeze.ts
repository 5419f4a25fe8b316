import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { fromEnd } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { unsqueeze } from './unsqueeze.js';

const axesOf = (axes: Value) => Array.from(axes.data as BigInt64Array, Number);

const op: Op = {
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
  emitOne(op, [x, x.graph.numbers('int64', axes)]);
