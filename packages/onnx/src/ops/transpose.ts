import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

const op: Op = {
  type: 'Transpose',
  infer: ([x], { perm }) => [{ type: x!.type, shape: (perm as number[]).map((axis) => x!.shape[axis]!) }],
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
