import type { Value } from '../graph/graph.js';
import { emit, emitOne, type Op } from '../graph/op.js';
import { fromEnd, known } from '../graph/shapes.js';
import { type Dim, GraphError } from '../graph/types.js';
import { zerosLike } from './arithmetic.js';

const concatOp: Op = {
  type: 'Concat',
  stackable: true,
  infer(parts, { axis }) {
    const first = parts[0]!;
    const k = fromEnd(first, axis as number);
    for (const part of parts) {
      const differs = part.rank !== first.rank || part.type !== first.type;
      if (differs || part.shape.some((dim, j) => j !== k && dim !== first.shape[j])) {
        throw new GraphError(`Concat cannot join ${first} and ${part} on axis ${axis}.`);
      }
    }
    const sizes = parts.map((part) => part.shape[k]!);
    const size: Dim = sizes.every((dim) => typeof dim === 'number')
      ? sizes.reduce<number>((total, dim) => total + (dim as number), 0)
      : sizes.join('+');
    return [{ type: first.type, shape: first.shape.map((dim, j) => (j === k ? size : dim)) }];
  },
  vjp({ inputs, attributes, adjoints: [dy] }) {
    const axis = attributes.axis as number;
    return splitSizes(
      dy!,
      inputs.map((input) => known(input, axis)),
      axis,
    );
  },
};

/** Joins tensors along an axis, counted from the end; the gradient is cut apart again. */
export const concat = (parts: readonly Value[], axis = -1): Value =>
  parts.length === 1 ? parts[0]! : emitOne(concatOp, [...parts], { axis });

const splitOp: Op = {
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
  return emit(splitOp, [x, x.graph.numbers('int64', sizes)], { axis });
}

/** Cuts an axis into equal parts. */
export function split(x: Value, parts: number, axis = -1): Value[] {
  const size = known(x, axis);
  if (size % parts !== 0) throw new GraphError(`Cannot cut axis ${axis} of ${x} into ${parts} equal parts.`);
  return splitSizes(x, Array(parts).fill(size / parts), axis);
}
