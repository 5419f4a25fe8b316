import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';

/** ScatterElements, not ScatterND: the latter's additions race on the CPU where indices are equal. */
const op: Op = { type: 'ScatterElements', infer: ([x]) => [{ type: x!.type, shape: x!.shape }] };

/** Adds entries to `x` at indices on the first axis; equal indices add up. It has no gradient. */
export const scatterAdd = (x: Value, indices: Value, entries: Value): Value =>
  emitOne(op, [x, indices, entries], { axis: 0, reduction: 'add' });
