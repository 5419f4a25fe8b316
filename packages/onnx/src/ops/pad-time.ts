import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { Dim } from '../graph/types.js';
import { cutTime } from './cut-time.js';

/** Sizes after some steps more or less. */
export const longer = (time: Dim, steps: number): Dim =>
  typeof time === 'number' ? time + steps : steps === 0 ? time : `${time}${steps > 0 ? '+' : ''}${steps}`;

/** Zeros before and after the first axis; the gradient is cut off again. */
export function padTime(x: Value, before: number, after: number): Value {
  if (before === 0 && after === 0) return x;
  const op: Op = {
    type: 'Pad',
    infer: () => [{ type: x.type, shape: [longer(x.dim(0), before + after), ...x.shape.slice(1)] }],
    vjp: ({ inputs: [x], adjoints: [dy] }) => [cutTime(dy!, before, after, x!.dim(0)), undefined],
  };
  const rest = Array(x.rank - 1).fill(0);
  return emitOne(op, [x, x.graph.numbers('int64', [before, ...rest, after, ...rest])]);
}
