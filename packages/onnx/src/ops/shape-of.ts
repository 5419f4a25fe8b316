import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

const op: Op = { type: 'Shape', infer: ([x]) => [{ type: 'int64', shape: [x!.rank] }] };

/** The sizes of a tensor's axes, or of those from `start` up to `end`, as int64. */
export function shapeOf(x: Value, start = 0, end = x.rank): Value {
  if (start === 0 && end === x.rank) return emitOne(op, [x]);
  const part: Op = { ...op, infer: () => [{ type: 'int64', shape: [end - start] }] };
  return emitOne(part, [x], { start, end });
}
