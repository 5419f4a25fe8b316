import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { DataType, Dim } from '../graph/types.js';
import { concat } from './concat.js';
import { shapeOf } from './shape-of.js';

const expand = (size: Dim, width: number): Op => ({
  type: 'Expand',
  infer: ([x]) => [{ type: x!.type, shape: [size, width] }],
});

/** Zeros `[size of an axis of like, width]`: the state before the first step. */
export function zeros(type: DataType, like: Value, axis: number, width: number): Value {
  const { graph } = like;
  const sizes = concat([shapeOf(like, axis, axis + 1), graph.numbers('int64', [width])], -1);
  return emitOne(expand(like.dim(axis), width), [graph.numbers(type, 0), sizes]);
}
