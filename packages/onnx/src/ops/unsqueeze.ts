import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { type Dim, GraphError } from '../graph/types.js';
import { squeeze } from './squeeze.js';

const op: Op = {
  type: 'Unsqueeze',
  stackable: true,
  infer([x, axes]) {
    const list = Array.from(axes!.data as BigInt64Array, Number);
    const rank = x!.rank + list.length;
    if (new Set(list).size !== list.length || list.some((axis) => axis >= 0 || axis < -rank))
      throw new GraphError(`Unsqueeze of ${x} needs different axes from ${-rank} to -1, received ${list}.`);
    const rest = [...x!.shape];
    const shape = Array.from({ length: rank }, (_, k): Dim => (list.includes(k - rank) ? 1 : rest.shift()!));
    return [{ type: x!.type, shape }];
  },
  vjp: ({ inputs: [, axes], adjoints: [dy] }) => [
    squeeze(dy!, Array.from(axes!.data as BigInt64Array, Number)),
    undefined,
  ],
};

/** Inserts axes of size 1; positions are counted from the end of the result; dx has them no more. */
export const unsqueeze = (x: Value, axes: readonly number[]): Value =>
  emitOne(op, [x, x.graph.numbers('int64', axes)]);
