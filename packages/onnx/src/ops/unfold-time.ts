import type { Value } from '../graph/graph.js';
import { composite, emitOne, type Op } from '../graph/op.js';
import { concat, split } from './concat.js';
import { cutTime, padTime } from './pad-time.js';

const sumOp: Op = { type: 'Sum', infer: ([x]) => [{ type: x!.type, shape: x!.shape }] };
const sum = (parts: Value[]): Value => (parts.length === 1 ? parts[0]! : emitOne(sumOp, parts));

/** Steps that are left out before and after the entries that offset k of a window reads. */
const margins = (size: number, dilation: number): [number, number][] =>
  Array.from({ length: size }, (_, k) => [k * dilation, (size - 1 - k) * dilation]);

/**
 * What each position of a window reads, side by side: `[time, batch, N]` gives
 * `[time - (size - 1) · dilation, batch, size · N]`. A convolution over time is one product with it.
 */
export function unfoldTime(x: Value, size: number, dilation: number): Value {
  if (size === 1) return x;
  const forward = () => [concat(margins(size, dilation).map(([before, after]) => cutTime(x, before, after)))];
  return composite('UnfoldTime', [x], forward, ({ adjoints: [dy] }) => [
    sum(split(dy!, size).map((part, k) => padTime(part, ...margins(size, dilation)[k]!))),
  ])[0]!;
}

/**
 * The adjoint's counterpart: part k of `[time, batch, size · N]`, k · dilation steps ahead, is summed over k to
 * `[time - (size - 1) · dilation, batch, N]`. A convolution of one-hot rows is this sum of looked-up rows.
 */
export function foldAhead(x: Value, size: number, dilation: number): Value {
  if (size === 1) return x;
  const forward = () => [sum(split(x, size).map((part, k) => cutTime(part, ...margins(size, dilation)[k]!)))];
  return composite('FoldAhead', [x], forward, ({ adjoints: [dy] }) => [
    concat(margins(size, dilation).map(([before, after]) => padTime(dy!, before, after))),
  ])[0]!;
}
