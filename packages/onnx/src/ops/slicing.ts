import { emit, emitOne, type Op, type Value } from '../graph/graph.js';
import { fromEnd, staticDim } from '../graph/shapes.js';
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
      inputs.map((input) => staticDim(input, axis)),
      axis,
    );
  },
};

/** Concatenates tensors along an axis, counted from the end; the gradient is split. */
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

/** Splits an axis, counted from the end, into parts of given sizes; the gradient is concatenated. */
export function splitSizes(x: Value, sizes: readonly number[], axis = -1): Value[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== x.dim(axis))
    throw new GraphError(`Cannot cut axis ${axis} of ${x} into ${sizes.join(' + ')}.`);
  if (sizes.length < 2) return sizes.map(() => x);
  return emit(splitOp, [x, x.graph.numbers('int64', sizes)], { axis });
}

/** Splits an axis into equal parts. */
export function split(x: Value, parts: number, axis = -1): Value[] {
  const size = staticDim(x, axis);
  if (size % parts !== 0) throw new GraphError(`Cannot cut axis ${axis} of ${x} into ${parts} equal parts.`);
  return splitSizes(x, Array(parts).fill(size / parts), axis);
}

/** The first entries of the last axes, `sizes` of each. It has no gradient. */
export function sliceTo(x: Value, sizes: readonly number[]): Value {
  const axes = sizes.map((_, k) => k - sizes.length);
  if (sizes.every((size, k) => x.dim(axes[k]!) === size)) return x;
  const op: Op = {
    type: 'Slice',
    infer: () => [{ type: x.type, shape: [...x.shape.slice(0, -sizes.length), ...sizes] }],
  };
  const numbers = (list: number[]) => x.graph.numbers('int64', list);
  return emitOne(op, [x, numbers(sizes.map(() => 0)), numbers([...sizes]), numbers(axes)]);
}

/** A size after some steps more or less; `steps`, 2 longer and 2 shorter, is `steps` again. */
export function dimPlus(time: Dim, steps: number): Dim {
  if (typeof time === 'number') return time + steps;
  const [, name, before] = /^(.*?)([+-]\d+)?$/.exec(time)!;
  const change = Number(before ?? 0) + steps;
  return change === 0 ? name! : `${name}${change > 0 ? '+' : ''}${change}`;
}

/** Pads the first axis with zeros; the gradient is sliced. */
export function padTime(x: Value, before: number, after: number): Value {
  if (before === 0 && after === 0) return x;
  const op: Op = {
    type: 'Pad',
    infer: () => [{ type: x.type, shape: [dimPlus(x.dim(0), before + after), ...x.shape.slice(1)] }],
    vjp: ({ inputs: [x], adjoints: [dy] }) => [sliceTime(dy!, before, after, x!.dim(0)), undefined],
  };
  const rest = Array(x.rank - 1).fill(0);
  return emitOne(op, [x, x.graph.numbers('int64', [before, ...rest, after, ...rest])]);
}

/**
 * Slices entries off the start and the end of the first axis; the gradient is padded with zeros.
 *
 * @param time - The remaining size, if it has a name.
 */
export function sliceTime(
  x: Value,
  before: number,
  after: number,
  time: Dim = dimPlus(x.dim(0), -before - after),
): Value {
  if (before === 0 && after === 0) return x;
  const op: Op = {
    type: 'Slice',
    infer: () => [{ type: x.type, shape: [time, ...x.shape.slice(1)] }],
    vjp: ({ adjoints: [dy] }) => [padTime(dy!, before, after)],
  };
  const number = (n: number) => x.graph.numbers('int64', [n]);
  return emitOne(op, [x, number(before), number(after === 0 ? Number.MAX_SAFE_INTEGER : -after), number(0)]);
}
