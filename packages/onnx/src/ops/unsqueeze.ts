import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { Dim } from '../graph/types.js';
import { reshapeLike } from './reshape.js';

const op: Op = {
  type: 'Unsqueeze',
  stackable: true,
  infer([x, axes]) {
    const list = Array.from(axes!.data as BigInt64Array, Number);
    const rank = x!.rank + list.length;
    const rest = [...x!.shape];
    const shape = Array.from({ length: rank }, (_, k): Dim => (list.includes(k - rank) ? 1 : rest.shift()!));
    return [{ type: x!.type, shape }];
  },
  vjp: ({ inputs: [x], adjoints: [dy] }) => [reshapeLike(dy!, x!), undefined],
};

/** Inserts axes of size 1; positions are counted from the end of the result. */
export const unsqueeze = (x: Value, axes: readonly number[]): Value =>
  emitOne(op, [x, x.graph.numbers('int64', axes)]);
