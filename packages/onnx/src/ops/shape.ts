import { emitOne, type Op, type Value } from '../graph/graph.js';
import { fromEnd, product, staticDim } from '../graph/shapes.js';
import { type Dim, formatDims, GraphError, type Shape } from '../graph/types.js';

const shapeOfOp: Op = { type: 'Shape', infer: ([x]) => [{ type: 'int64', shape: [x!.rank] }] };

/** The sizes of a tensor's axes, or of those from `start` up to `end`, as int64. */
export function shapeOf(x: Value, start = 0, end = x.rank): Value {
  if (start === 0 && end === x.rank) return emitOne(shapeOfOp, [x]);
  const part: Op = { ...shapeOfOp, infer: () => [{ type: 'int64', shape: [end - start] }] };
  return emitOne(part, [x], { start, end });
}

const reshapeOp = (result: Shape): Op => ({
  type: 'Reshape',
  infer: ([x]) => [{ type: x!.type, shape: result }],
  vjp: ({ inputs: [x], adjoints: [dy] }) => [reshapeLike(dy!, x!), undefined],
});

/**
 * Gives a tensor new axes. One entry of `shape` may be a name: its size follows from the others.
 *
 * @throws {GraphError} If more than one size is unknown; use {@link reshapeLike} there.
 */
export function reshape(x: Value, shape: Shape): Value {
  const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : -1));
  if (sizes.filter((size) => size === -1).length > 1) {
    throw new GraphError(`Reshape to ${formatDims(shape)} has more than one unknown size.`);
  }
  const [before, after] = [product(x.shape), product(shape)];
  if (typeof before === 'number' && typeof after === 'number' && before !== after) {
    throw new GraphError(`Cannot reshape ${x} to ${formatDims(shape)}: the numbers of entries differ.`);
  }
  return emitOne(reshapeOp(shape), [x, x.graph.numbers('int64', sizes)]);
}

/** Gives a tensor the axes of another one with as many entries. */
export const reshapeLike = (x: Value, like: Value): Value =>
  emitOne(reshapeOp(like.shape), [x, shapeOf(like)]);

/** Gives a tensor the sizes in `sizes` (int64), which are known as `shape` while building. */
export const reshapeTo = (x: Value, sizes: Value, shape: Shape): Value =>
  emitOne(reshapeOp(shape), [x, sizes]);

const collapseOp: Op = {
  type: 'Reshape',
  stackable: true,
  merges: true,
  infer([x, shape]) {
    const tail = shape!.data!.length - 1;
    const cut = x!.rank - tail;
    return [{ type: x!.type, shape: [product(x!.shape.slice(0, cut)), ...x!.shape.slice(cut)] }];
  },
  vjp: ({ inputs: [x], adjoints: [dy] }) => [reshapeLike(dy!, x!), undefined],
};

/**
 * Joins all axes but the last `keep`, whose sizes must be known, into one: `[T, B, N]` with `keep` 1 becomes
 * `[T · B, N]`.
 */
export function collapse(x: Value, keep: number): Value {
  const tail = Array.from({ length: keep }, (_, k) => staticDim(x, k - keep));
  return emitOne(collapseOp, [x, x.graph.numbers('int64', [-1, ...tail])]);
}

/** All axes but the first, whose sizes must be known, as one. */
export function flattenBatch(x: Value): Value {
  const size = x.shape.slice(1).reduce<number>((product, _, k) => product * staticDim(x, k + 1), 1);
  return reshape(x, [x.dim(0), size]);
}

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

const transposeOp: Op = {
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
  emitOne(transposeOp, [x], { perm });
