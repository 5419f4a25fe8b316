import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { Dim } from '../graph/types.js';
import { shapeOf } from './shape-of.js';
import { squeeze } from './squeeze.js';

const range = (size: Dim): Op => ({
  type: 'Range',
  infer: ([, end]) => [{ type: end!.type, shape: [size] }],
});

/** 0, 1, 2, … for an axis of a tensor, int64. */
export function indices(x: Value, axis: number): Value {
  const k = axis < 0 ? x.rank + axis : axis;
  const { graph } = x;
  const size = squeeze(shapeOf(x, k, k + 1), [-1]);
  return emitOne(range(x.dim(k)), [graph.numbers('int64', 0), size, graph.numbers('int64', 1)]);
}
