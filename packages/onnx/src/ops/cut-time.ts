import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { Dim } from '../graph/types.js';
import { longer, padTime } from './pad-time.js';

/**
 * The first axis without some entries at its start and end; the gradient gets zeros there.
 *
 * @param time - The size that is left, if it is known under a name.
 */
export function cutTime(
  x: Value,
  before: number,
  after: number,
  time: Dim = longer(x.dim(0), -before - after),
): Value {
  if (before === 0 && after === 0) return x;
  const op: Op = {
    type: 'Slice',
    infer: () => [{ type: x.type, shape: [time, ...x.shape.slice(1)] }],
    vjp: ({ adjoints: [dy] }) => [padTime(dy!, before, after)],
  };
  const number = (n: number) => x.graph.numbers('int64', [n]);
  return emitOne(op, [x, number(before), number(after === 0 ? Number.MAX_SAFE_INTEGER : -after), number(0)]);
}
