import { composite, emitOne, type Op, type Value } from '../graph/graph.js';
import { add, div, mul, reduceSum, sub } from './arithmetic.js';
import { argMaxOverTime, cast, equal, less, max, reduceMax, where } from './comparison.js';
import { indices } from './creation.js';
import { gatherRows } from './gather.js';
import { collapse, shapeOf, unsqueeze } from './shape.js';

/**
 * The step at `length - 1` of each example of `[time, batch, N]`, and zeros where the length is 0: `[batch, N]`.
 * The adjoint goes to that step alone.
 */
export function lastStep(sequence: Value, lengths: Value): Value {
  const length = cast(lengths, 'int64');
  const forward = () => {
    const some = cast(less(mul(length, 0), length), 'int64');
    const step = mul(sub(length, 1), some);
    const row = add(mul(step, shapeOf(sequence, 1, 2)), indices(sequence, 1));
    return [mul(gatherRows(collapse(sequence, 1), row), unsqueeze(cast(some, sequence.type), [-1]))];
  };
  return composite('LastStep', [sequence, lengths], forward, ({ adjoints: [dy] }) => {
    const isLast = equal(unsqueeze(indices(sequence, 0), [-1]), sub(length, 1));
    return [mul(unsqueeze(cast(isLast, sequence.type), [-1]), dy!), undefined];
  })[0]!;
}

/**
 * The largest of the valid steps of `[time, batch, N]`, feature by feature, zeros where the length is 0:
 * `[batch, N]`. The adjoint goes to the first of the steps that hold it.
 */
export function maxOverTime(sequence: Value, lengths: Value): Value {
  const length = cast(lengths, 'int64');
  const valid = () => unsqueeze(less(unsqueeze(indices(sequence, 0), [-1]), length), [-1]);
  const some = () => cast(unsqueeze(less(mul(length, 0), length), [-1]), sequence.type);
  const masked = () => where(valid(), sequence, -3e38);
  const forward = () => [mul(reduceMax(masked(), [-3]), some())];
  return composite('MaxOverTime', [sequence, lengths], forward, ({ adjoints: [dy] }) => {
    const isLargest = equal(unsqueeze(indices(sequence, 0), [-1, -2]), argMaxOverTime(masked()));
    return [mul(cast(isLargest, sequence.type), mul(dy!, some())), undefined];
  })[0]!;
}

/** The mean of the valid steps of `[time, batch, N]`, zeros where the length is 0: `[batch, N]`. */
export function meanOverTime(sequence: Value, lengths: Value): Value {
  const counts = max(cast(lengths, sequence.type), 1);
  return div(reduceSum(maskTime(sequence, lengths), [-3]), unsqueeze(counts, [-1]));
}

/** A sequence with zeros in place of its padding. */
export const maskTime = (sequence: Value, lengths: Value): Value =>
  mul(sequence, unsqueeze(timeMask(sequence, lengths), [-1]));

/** 1 at the valid steps of `[time, batch, …]`, 0 at padding: `[time, batch]`, of the sequence's element type. */
export const timeMask = (sequence: Value, lengths: Value): Value =>
  cast(less(unsqueeze(indices(sequence, 0), [-1]), cast(lengths, 'int64')), sequence.type);

const reverseOp: Op = {
  type: 'ReverseSequence',
  infer: ([x]) => [{ type: x!.type, shape: x!.shape }],
  vjp: ({ inputs: [, lengths], adjoints: [dy] }) => [reverseSequence(dy!, lengths!), undefined],
};

/** Reverses the valid steps of each example of `[time, batch, …]`; padding stays in place. Its own gradient. */
export const reverseSequence = (x: Value, lengths: Value): Value =>
  emitOne(reverseOp, [x, cast(lengths, 'int64')], { time_axis: 0, batch_axis: 1 });
