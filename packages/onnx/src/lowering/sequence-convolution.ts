import type { PoolKind, SequenceInput, Window1d } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { add, div } from '../ops/arithmetic.js';
import { max } from '../ops/comparison.js';
import { convolve, convolveTime, shiftAndAdd } from '../ops/convolution.js';
import { gatherRows } from '../ops/gather.js';
import { pool } from '../ops/pooling.js';
import { maskTime } from '../ops/sequences.js';
import { reshape, transpose, unsqueeze } from '../ops/shape.js';
import { padTime } from '../ops/slicing.js';

const singlePosition: Window1d = { size: 1, stride: 1, dilation: 1, padding: [0, 0] };

/**
 * A convolution over sequences. With stride 1 it is one matrix product over unfolded windows; for one-hot input a sum
 * of looked-up rows of the kernel. Other strides go through images of one column.
 */
export function convolveSequence(
  { value, oneHot, lengths }: SequenceInput<Value>,
  kernel: Value,
  bias: Value,
  window: Window1d,
): Value {
  const { size, stride, dilation } = window;
  const padding = paddingOf(value, window);
  const [units, features] = [staticDim(kernel, 0), staticDim(kernel, 1)];
  const padded = window.padding[0] + window.padding[1] > 0;
  if (oneHot) {
    // Row v holds what token v adds at each offset of the window.
    const rows = reshape(transpose(kernel, [1, 2, 0]), [features, size * units]);
    const looked = gatherRows(rows, value);
    const masked = padded ? maskTime(looked, lengths) : looked;
    const sums = add(shiftAndAdd(padTime(masked, ...padding), size, dilation), bias);
    return stride === 1 ? sums : poolSequence(sums, 'average', { ...singlePosition, stride });
  }
  const x = padded ? maskTime(value, lengths) : value;
  if (stride === 1) return convolveTime(padTime(x, ...padding), kernel, bias, dilation);
  return overImage(x, (image) => convolve(image, unsqueeze(kernel, [-1]), bias, [window, singlePosition]));
}

/**
 * The padding of a window; where the number of steps is free, as much as keeps it. The windows that this adds are
 * behind every example, and a batch may be shorter than a window.
 */
function paddingOf(x: Value, { size, dilation, padding: [before, after] }: Window1d): [number, number] {
  return [before, typeof x.dim(0) === 'string' ? (size - 1) * dilation - before : after];
}

/** Pools windows over time. */
export const poolSequence = (x: Value, kind: PoolKind, window: Window1d): Value =>
  overImage(x, (image) => pool(image, kind, [window, singlePosition]));

/** `[time, batch, N]` as images `[batch, N, time, 1]`, and back. */
function overImage(x: Value, action: (image: Value) => Value): Value {
  const result = action(unsqueeze(transpose(x, [1, 2, 0]), [-1]));
  const [batch, units, time] = result.shape;
  return transpose(reshape(result, [batch!, units!, time!]), [2, 0, 1]);
}

/** Lengths after a window has moved over sequences, at least 0. */
export function windowLengths(lengths: Value, { size, stride, dilation, padding }: Window1d): Value {
  const extent = (size - 1) * dilation + 1;
  return div(max(add(lengths, padding[0] + padding[1] - extent + stride), 0), stride);
}
