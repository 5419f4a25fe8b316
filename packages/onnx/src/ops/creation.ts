import { emitOne, type Graph, type Op, type Value } from '../graph/graph.js';
import type { DataType, Dim } from '../graph/types.js';
import { cast } from './comparison.js';
import { shapeOf, squeeze } from './shape.js';
import { concat } from './slicing.js';

/** A vector of equal numbers, made while the graph runs so that the file stays small. */
export function fill(graph: Graph, type: DataType, number: number, size: number): Value {
  const op: Op = { type: 'Expand', infer: () => [{ type, shape: [size] }] };
  return emitOne(op, [graph.numbers(type, number), graph.numbers('int64', [size])]);
}

/** Equal numbers in a tensor's shape; nothing flows back through them. */
export function fillLike(x: Value, number: number): Value {
  const op: Op = { type: 'Expand', infer: () => [{ type: x.type, shape: x.shape }], vjp: () => [] };
  return emitOne(op, [x.graph.numbers(x.type, number), shapeOf(x)]);
}

/** A constant number or vector, of a tensor's element type. */
export const constantLike = (x: Value, numbers: number | readonly number[]): Value =>
  x.graph.numbers(x.type, numbers);

const expandOp = (size: Dim, width: number): Op => ({
  type: 'Expand',
  infer: ([x]) => [{ type: x!.type, shape: [size, width] }],
});

/** Zeros `[size of an axis of like, width]`: the state before the first step. */
export function zeros(type: DataType, like: Value, axis: number, width: number): Value {
  const { graph } = like;
  const sizes = concat([shapeOf(like, axis, axis + 1), graph.numbers('int64', [width])], -1);
  return emitOne(expandOp(like.dim(axis), width), [graph.numbers(type, 0), sizes]);
}

const rangeOp = (size: Dim): Op => ({
  type: 'Range',
  infer: ([, end]) => [{ type: end!.type, shape: [size] }],
});

/** 0, 1, 2, … for an axis of a tensor, int64. */
export function indices(x: Value, axis: number): Value {
  const k = axis < 0 ? x.rank + axis : axis;
  const { graph } = x;
  const size = squeeze(shapeOf(x, k, k + 1), [-1]);
  return emitOne(rangeOp(x.dim(k)), [graph.numbers('int64', 0), size, graph.numbers('int64', 1)]);
}

const oneHotOp = (depth: number): Op => ({
  type: 'OneHot',
  stackable: true,
  infer: ([ids]) => [{ type: 'float32', shape: [...ids!.shape, depth] }],
});

/** Unit vectors `[…, depth]` for whole numbers `[…]` (int32). */
export function oneHot(ids: Value, depth: number, type: DataType): Value {
  const { graph } = ids;
  const inputs = [ids, graph.numbers('int32', depth), graph.numbers('float32', [0, 1])];
  return cast(emitOne(oneHotOp(depth), inputs, { axis: -1 }), type);
}
