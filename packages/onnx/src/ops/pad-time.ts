import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import type { Dim } from '../graph/types.js';

/** A size after some steps more or less; `steps`, 2 longer and 2 shorter, is `steps` again. */
export function longer(time: Dim, steps: number): Dim {
  if (typeof time === 'number') return time + steps;
  const [, name, before] = /^(.*?)([+-]\d+)?$/.exec(time)!;
  const change = Number(before ?? 0) + steps;
  return change === 0 ? name! : `${name}${change > 0 ? '+' : ''}${change}`;
}

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
