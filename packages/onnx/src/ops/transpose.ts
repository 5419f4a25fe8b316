import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { GraphError } from '../graph/types.js';

const op: Op = {
  type: 'Transpose',
  infer([x], { perm }) {
    const axes = perm as number[];
    if (axes.length !== x!.rank || !x!.shape.every((_, axis) => axes.includes(axis)))
      throw new GraphError(`Transpose of ${x} needs each of its axes once, received ${axes.join(', ')}.`);
    return [{ type: x!.type, shape: axes.map((axis) => x!.shape[axis]!) }];
  },
  vjp({ attributes, adjoints: [dy] }) {
    const perm = attributes.perm as number[];
    return [
      transpose(
        dy!,
        perm.map((_, k) => perm.indexOf(k)),
      ),
    ];
  },
};

/** Axis k of the result is axis `perm[k]` of `x`; by default the axes are reversed. */
export const transpose = (x: Value, perm: readonly number[] = x.shape.map((_, k) => x.rank - 1 - k)): Value =>
  emitOne(op, [x], { perm });
