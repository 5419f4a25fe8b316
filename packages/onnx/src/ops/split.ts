import type { Value } from '../graph/graph.js';
import { emit, type Op } from '../graph/op.js';
import { fromEnd, known } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { concat } from './concat.js';
import { zerosLike } from './zeros-like.js';

const op: Op = {
  type: 'Split',
  stackable: true,
  infer([x, sizes], { axis }) {
    const k = fromEnd(x!, axis as number);
    return Array.from(sizes!.data as BigInt64Array, (size) => ({
      type: x!.type,
      shape: x!.shape.map((dim, j) => (j === k ? Number(size) : dim)),
    }));
  },
  vjp: ({ outputs, attributes, adjoints }) => [
    concat(
      outputs.map((output, k) => adjoints[k] ?? zerosLike(output)),
      attributes.axis as number,
    ),
    undefined,
  ],
};

/** Cuts an axis, counted from the end, into parts of given sizes; the gradient is joined again. */
export function splitSizes(x: Value, sizes: readonly number[], axis = -1): Value[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== x.dim(axis))
    throw new GraphError(`Cannot cut axis ${axis} of ${x} into ${sizes.join(' + ')}.`);
  if (sizes.length < 2) return sizes.map(() => x);
  return emit(op, [x, x.graph.numbers('int64', sizes)], { axis });
}

/** Cuts an axis into equal parts. */
export function split(x: Value, parts: number, axis = -1): Value[] {
  const size = known(x, axis);
  if (size % parts !== 0) throw new GraphError(`Cannot cut axis ${axis} of ${x} into ${parts} equal parts.`);
  return splitSizes(x, Array(parts).fill(size / parts), axis);
}
