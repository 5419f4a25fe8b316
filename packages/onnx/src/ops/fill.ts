import type { Graph, Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { DataType } from '../graph/types.js';
import { shapeOf } from './shape-of.js';

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
