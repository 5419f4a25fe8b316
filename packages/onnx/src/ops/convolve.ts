import type { Window2d } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { known } from '../graph/shapes.js';
import { type Dim, GraphError } from '../graph/types.js';
import { reduceSum } from './arithmetic.js';
import { sliceTo } from './slice-to.js';
import { transpose } from './transpose.js';

/** Entries after a window has moved over an axis. */
export const windowed = (
  entries: number,
  { size, stride, dilation, padding: [before, after] }: Window2d[number],
): number => Math.floor((entries + before + after - (size - 1) * dilation - 1) / stride) + 1;

/** How the operator is told of windows. */
export const attributesOf = (windows: Window2d) => ({
  strides: windows.map(({ stride }) => stride),
  dilations: windows.map(({ dilation }) => dilation),
  pads: [...windows.map(({ padding }) => padding[0]), ...windows.map(({ padding }) => padding[1])],
});

/** @throws GraphError if a kernel reads another number of channels. */
export function expectChannels(x: Value, kernel: Value): void {
  if (x.dim(1) !== kernel.dim(1))
    throw new GraphError(`Cannot convolve ${x} with ${kernel}: channels differ.`);
}

const make = (windows: Window2d): Op => ({
  type: 'Conv',
  infer([x, kernel]) {
    expectChannels(x!, kernel!);
    const grid = windows.map((window, k): Dim => windowed(known(x!, k + 2), window));
    return [{ type: x!.type, shape: [x!.dim(0), kernel!.dim(0), ...grid] }];
  },
  vjp: ({ inputs: [x, kernel], adjoints: [dy], wanted }) => [
    wanted[0] ? inputAdjoint(dy!, kernel!, x!, windows) : undefined,
    wanted[1] ? kernelAdjoint(x!, dy!, kernel!, windows) : undefined,
    wanted[2] ? reduceSum(dy!, [-4, -2, -1]) : undefined,
  ],
});

/**
 * Cross-correlation of images `[batch, channels, height, width]` with a kernel `[units, channels, height, width]`,
 * plus a bias `[units]`.
 */
export const convolve = (x: Value, kernel: Value, bias: Value, windows: Window2d): Value =>
  emitOne(make(windows), [x, kernel, bias], attributesOf(windows));

/** dx: the transposed convolution, with what the stride left over added at the end. */
export function inputAdjoint(dy: Value, kernel: Value, x: Value, windows: Window2d): Value {
  const op: Op = { type: 'ConvTranspose', infer: () => [{ type: x.type, shape: x.shape }] };
  const leftOver = windows.map((window, k) => {
    const { size, stride, dilation, padding } = window;
    const reached = (known(dy, k + 2) - 1) * stride + (size - 1) * dilation + 1;
    return known(x, k + 2) + padding[0] + padding[1] - reached;
  });
  return emitOne(op, [dy, kernel], { ...attributesOf(windows), output_padding: leftOver });
}

/** Windows whose strides and dilations have changed places, as the gradient of a kernel takes them. */
export const swapped = (windows: Window2d): Window2d =>
  windows.map((window) => ({
    ...window,
    stride: window.dilation,
    dilation: window.stride,
  })) as unknown as Window2d;

/**
 * dkernel: a convolution of the images with the output's adjoint as kernel, the batch in place of the channels;
 * strides and dilations change places.
 */
function kernelAdjoint(x: Value, dy: Value, kernel: Value, windows: Window2d): Value {
  const turned = swapped(windows);
  const grid = turned.map(({ stride, dilation, padding }, k) => {
    const extent = (known(dy, k + 2) - 1) * dilation + 1;
    return Math.floor((known(x, k + 2) + padding[0] + padding[1] - extent) / stride) + 1;
  });
  const op: Op = {
    type: 'Conv',
    infer: () => [{ type: x.type, shape: [x.dim(1), dy.dim(1), ...grid] }],
  };
  const products = emitOne(
    op,
    [transpose(x, [1, 0, 2, 3]), transpose(dy, [1, 0, 2, 3])],
    attributesOf(turned),
  );
  // Rows and columns that the stride never reached give entries beyond the kernel's size.
  return transpose(sliceTo(products, [known(kernel, 2), known(kernel, 3)]), [1, 0, 2, 3]);
}
