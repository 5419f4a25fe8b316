import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { cast } from './cast.js';

const op: Op = {
  type: 'ReverseSequence',
  infer: ([x]) => [{ type: x!.type, shape: x!.shape }],
  vjp: ({ inputs: [, lengths], adjoints: [dy] }) => [reverseSequence(dy!, lengths!), undefined],
};

/** Reverses the valid steps of each example of `[time, batch, …]`; padding stays in place. Its own gradient. */
export const reverseSequence = (x: Value, lengths: Value): Value =>
  emitOne(op, [x, cast(lengths, 'int64')], { time_axis: 0, batch_axis: 1 });
