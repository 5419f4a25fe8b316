import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

const op: Op = { type: 'ArgMax', infer: ([x]) => [{ type: 'int64', shape: x!.shape.slice(0, -1) }] };

/** The index of the largest entry on the last axis, int64; the lowest where several are equal. */
export const argMax = (x: Value): Value => emitOne(op, [x], { axis: -1, keepdims: 0 });
