import type { Window2d } from '@rnnlab/models';
import { composite, emitOne, type Op, type Value, type Vjp } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { type Dim, GraphError } from '../graph/types.js';
import { reduceSum, unbroadcast } from './arithmetic.js';
import { contract, gemm, matmul } from './matmul.js';
import { reshape, transpose } from './shape.js';
import { concat, padTime, sliceTime, sliceTo, split } from './slicing.js';

const convOp = (windows: Window2d): Op => ({
  type: 'Conv',
  infer([x, kernel]) {
    if (x!.dim(1) !== kernel!.dim(1))
      throw new GraphError(`Cannot convolve ${x} with ${kernel}: channels differ.`);
    const grid = windows.map((window, k): Dim => outputSize(staticDim(x!, k + 2), window));
    return [{ type: x!.type, shape: [x!.dim(0), kernel!.dim(0), ...grid] }];
  },
  vjp: ({ inputs: [x, kernel], adjoints: [dy], wanted }) => [
    wanted[0] ? inputGradient(dy!, kernel!, x!, windows) : undefined,
    wanted[1] ? kernelGradient(x!, dy!, kernel!, windows) : undefined,
    wanted[2] ? reduceSum(dy!, [-4, -2, -1]) : undefined,
  ],
});

/**
 * Cross-correlation of images `[batch, channels, height, width]` with a kernel `[units, channels, height, width]`,
 * plus a bias `[units]`.
 */
export const convolve = (x: Value, kernel: Value, bias: Value, windows: Window2d): Value =>
  emitOne(convOp(windows), [x, kernel, bias], convAttributes(windows));

/** Entries after a window has moved over an axis. */
export const outputSize = (
  entries: number,
  { size, stride, dilation, padding: [before, after] }: Window2d[number],
): number => Math.floor((entries + before + after - (size - 1) * dilation - 1) / stride) + 1;

/** Windows as attributes of the operator. */
export const convAttributes = (windows: Window2d) => ({
  strides: windows.map(({ stride }) => stride),
  dilations: windows.map(({ dilation }) => dilation),
  pads: [...windows.map(({ padding }) => padding[0]), ...windows.map(({ padding }) => padding[1])],
});

/** dx: the transposed convolution, with the entries that the stride left over added at the end. */
export function inputGradient(dy: Value, kernel: Value, x: Value, windows: Window2d): Value {
  const op: Op = { type: 'ConvTranspose', infer: () => [{ type: x.type, shape: x.shape }] };
  const outputPadding = windows.map((window, k) => {
    const { size, stride, dilation, padding } = window;
    const covered = (staticDim(dy, k + 2) - 1) * stride + (size - 1) * dilation + 1;
    return staticDim(x, k + 2) + padding[0] + padding[1] - covered;
  });
  return emitOne(op, [dy, kernel], { ...convAttributes(windows), output_padding: outputPadding });
}

/** Windows with strides and dilations swapped, as the gradient of a kernel needs them. */
export const swapStridesAndDilations = (windows: Window2d): Window2d =>
  windows.map((window) => ({
    ...window,
    stride: window.dilation,
    dilation: window.stride,
  })) as unknown as Window2d;

/**
 * dkernel: a convolution of the images with the output's adjoint as kernel, with the batch as channels;
 * strides and dilations are swapped.
 */
function kernelGradient(x: Value, dy: Value, kernel: Value, windows: Window2d): Value {
  const swapped = swapStridesAndDilations(windows);
  const grid = swapped.map(({ stride, dilation, padding }, k) => {
    const extent = (staticDim(dy, k + 2) - 1) * dilation + 1;
    return Math.floor((staticDim(x, k + 2) + padding[0] + padding[1] - extent) / stride) + 1;
  });
  const op: Op = {
    type: 'Conv',
    infer: () => [{ type: x.type, shape: [x.dim(1), dy.dim(1), ...grid] }],
  };
  const products = emitOne(
    op,
    [transpose(x, [1, 0, 2, 3]), transpose(dy, [1, 0, 2, 3])],
    convAttributes(swapped),
  );
  // Rows and columns that the stride never reached give entries beyond the kernel's size.
  return transpose(sliceTo(products, [staticDim(kernel, 2), staticDim(kernel, 3)]), [1, 0, 2, 3]);
}

/** The order of a kernel's window reversed: `[size, …]`. */
function flipKernel(x: Value): Value {
  const op: Op = { type: 'Slice', infer: () => [{ type: x.type, shape: x.shape }] };
  const number = (n: number) => x.graph.numbers('int64', [n]);
  return emitOne(op, [x, number(-1), number(Number.MIN_SAFE_INTEGER), number(0), number(-1)]);
}

/**
 * A convolution of `[time, batch, features]` with `kernel` `[units, features, size]`, plus `bias`, with stride 1:
 * one matrix product over unfolded windows. dx is the same with the window reversed, units and features swapped.
 */
export function convolveTime(x: Value, kernel: Value, bias: Value, dilation: number): Value {
  const [units, features, size] = [staticDim(kernel, 0), staticDim(kernel, 1), staticDim(kernel, 2)];
  const margin = (size - 1) * dilation;
  let windows: Value;
  const forward = () => {
    windows = unfoldTime(x, size, dilation);
    const matrix = reshape(transpose(kernel, [2, 1, 0]), [size * features, units]);
    return [gemm(windows, matrix, bias)];
  };
  const vjp = ({ adjoints: [dy], wanted }: Vjp) => {
    const flipped = () => reshape(flipKernel(transpose(kernel, [2, 0, 1])), [size * units, features]);
    const dKernel = () => transpose(reshape(contract(dy!, windows), [units, size, features]), [0, 2, 1]);
    return [
      wanted[0] ? matmul(unfoldTime(padTime(dy!, margin, margin), size, dilation), flipped()) : undefined,
      wanted[1] ? dKernel() : undefined,
      wanted[2] ? unbroadcast(dy!, bias) : undefined,
    ];
  };
  return composite('ConvolveTime', [x, kernel, bias], forward, vjp, { dilation })[0]!;
}

const sumOp: Op = { type: 'Sum', infer: ([x]) => [{ type: x!.type, shape: x!.shape }] };
const sum = (parts: Value[]): Value => (parts.length === 1 ? parts[0]! : emitOne(sumOp, parts));

/** Steps before and after the entries that offset k of a window reads. */
const windowMargins = (size: number, dilation: number): [number, number][] =>
  Array.from({ length: size }, (_, k) => [k * dilation, (size - 1 - k) * dilation]);

/**
 * The entries that each position of a window reads, concatenated (im2col): `[time, batch, N]` gives
 * `[time - (size - 1) · dilation, batch, size · N]`. A convolution over time is one product with it.
 */
export function unfoldTime(x: Value, size: number, dilation: number): Value {
  if (size === 1) return x;
  const forward = () => [
    concat(windowMargins(size, dilation).map(([before, after]) => sliceTime(x, before, after))),
  ];
  return composite('UnfoldTime', [x], forward, ({ adjoints: [dy] }) => [
    sum(split(dy!, size).map((part, k) => padTime(part, ...windowMargins(size, dilation)[k]!))),
  ])[0]!;
}

/**
 * Shifts and adds: part k of `[time, batch, size · N]`, k · dilation steps ahead, is summed over k to
 * `[time - (size - 1) · dilation, batch, N]`. A convolution of one-hot rows is this sum of looked-up rows.
 */
export function shiftAndAdd(x: Value, size: number, dilation: number): Value {
  if (size === 1) return x;
  const forward = () => [
    sum(split(x, size).map((part, k) => sliceTime(part, ...windowMargins(size, dilation)[k]!))),
  ];
  return composite('ShiftAndAdd', [x], forward, ({ adjoints: [dy] }) => [
    concat(windowMargins(size, dilation).map(([before, after]) => padTime(dy!, before, after))),
  ])[0]!;
}
