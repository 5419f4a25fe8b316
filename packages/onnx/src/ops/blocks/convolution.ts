import type { Window2d } from '@rnnlab/models';
import type { Value } from '../../graph/graph.js';
import { emitOne, type Op } from '../../graph/op.js';
import { known } from '../../graph/shapes.js';
import type { Dim, Shape } from '../../graph/types.js';
import { reduceSum } from '../arithmetic.js';
import { attributesOf, swapped, windowed } from '../convolve.js';
import { reshape } from '../reshape.js';
import { sliceTo } from '../slice-to.js';
import { transpose } from '../transpose.js';
import { type Blocks, blockOf, blocksOf, DOMAIN, fillUp, inMemory, reorderOutput } from './layout.js';

/** A convolution of blocks, or of plain images with fewer channels than a block, with a filter in blocks. */
function convolution(x: Value, filter: Value, windows: Window2d, grid: readonly Dim[], bias?: Value): Value {
  const op: Op = {
    type: 'Conv',
    domain: DOMAIN,
    infer: () => [{ type: x.type, shape: [x.dim(0), filter.dim(0), ...grid] }],
  };
  const attributes = {
    ...attributesOf(windows),
    kernel_shape: [known(filter, 2), known(filter, 3)],
    group: 1,
  };
  return emitOne(op, bias ? [x, filter, bias] : [x, filter], attributes);
}

/** A kernel `[units, channels, height, width]` as the filter of plain images, or of blocks of channels. */
function filterOf(kernel: Value, readsBlocks: boolean): Value {
  const block = blockOf(kernel);
  const filled = fillUp(kernel, [], [0, block], ...(readsBlocks ? ([[1, block]] as const) : []));
  const [units, channels, height, width] = filled.shape as number[];
  // Blocks of units last, `[units / block, channels, height · width, block]`.
  const rows = reshape(filled, [units! / block, block, channels! * height! * width!]);
  const last = transpose(rows, [0, 2, 1]);
  if (!readsBlocks) return reshape(last, filled.shape);
  // In a step of its own, as ONNX Runtime turns single axes and whole blocks fast.
  const parts = reshape(last, [(units! / block) * (channels! / block), block, height! * width!, block]);
  return reshape(transpose(parts, [0, 2, 1, 3]), filled.shape);
}

/**
 * The convolution of a layer.
 *
 * @param x - Blocks, or plain images with fewer channels than a block whose examples are filled up.
 * @param kernel - Plain: `[units, channels, height, width]`.
 */
export function convolveBlocks(x: Value, kernel: Value, bias: Value, windows: Window2d): Value {
  const block = blockOf(x);
  const grid = windows.map((window, k) => windowed(known(x, k + 2), window));
  const readsBlocks = known(x, 1) % block === 0;
  return convolution(x, filterOf(kernel, readsBlocks), windows, grid, fillUp(bias, [], [0, block]));
}

/**
 * What the gradients of kernel and bias read of an output's adjoint in blocks: a filter with examples in the place of
 * channels, `[units, batch, height, width]`.
 */
export function adjointFilter({ value }: Blocks): Value {
  const block = blockOf(value);
  const [batch, units, height, width] = value.shape as [Dim, number, number, number];
  const parts = reshape(inMemory(value), [
    blocksOf(batch, block),
    block,
    units / block,
    height * width,
    block,
  ]);
  return reshape(transpose(parts, [2, 0, 3, 1, 4]), [units, batch, height, width]);
}

/**
 * dkernel: the convolution of `[channels, batch, height, width]`, in blocks of examples, with the adjoint as filter;
 * strides and dilations change places.
 */
export function kernelGradient(byChannel: Value, filter: Value, kernel: Value, windows: Window2d): Value {
  const [units, , height, width] = kernel.shape as number[];
  const turned = swapped(windows);
  const grid = turned.map(({ stride, dilation, padding }, k) => {
    const extent = (known(filter, k + 2) - 1) * dilation + 1;
    return Math.floor((known(byChannel, k + 2) + padding[0] + padding[1] - extent) / stride) + 1;
  });
  const products = reorderOutput(convolution(byChannel, filter, turned, grid), units!);
  // Rows and columns that the stride never reached give entries beyond the kernel's size.
  return transpose(sliceTo(products, [height!, width!]), [1, 0, 2, 3]);
}

/** dbias: the sum of an adjoint over examples and places. */
export function biasGradient({ value, channels }: Blocks): Value {
  // Examples first: ONNX Runtime sums over leading axes alone the fastest.
  const places = reduceSum(reduceSum(inMemory(value), [-5]), [-3, -2]);
  return sliceTo(reshape(places, [known(value, 1)]), [channels]);
}

/**
 * dx in blocks, for strides of 1: the convolution of the adjoint with the kernel turned round. Zeros beside the
 * adjoint are put there, as the operator computes the columns at an edge one by one; rows above and below it skips.
 */
export function inputGradient(dy: Blocks, kernel: Value, windows: Window2d, [, , ...grid]: Shape): Value {
  const [rows, columns] = windows.map(({ size, dilation, padding: [before, after] }) => {
    const reach = (size - 1) * dilation;
    return [reach - before, reach - after] as [number, number];
  }) as [[number, number], [number, number]];
  const around: Window2d = [
    { ...windows[0], padding: rows },
    { ...windows[1], padding: [0, 0] },
  ];
  const filter = filterOf(transpose(flip(kernel), [1, 0, 2, 3]), true);
  return convolution(padColumns(dy.value, columns), filter, around, grid);
}

/** Columns of zeros beside images in blocks. */
function padColumns(x: Value, [before, after]: [number, number]): Value {
  if (before + after === 0) return x;
  const columns = inMemory(x);
  const width = known(x, 3) + before + after;
  const op: Op = { type: 'Pad', infer: () => [{ type: x.type, shape: columns.shape.with(3, width) }] };
  const pads = x.graph.numbers('int64', [0, 0, 0, before, 0, 0, 0, 0, after, 0]);
  return reshape(emitOne(op, [columns, pads]), x.shape.with(3, width));
}

/** A kernel's rows and columns in reverse order. */
function flip(kernel: Value): Value {
  const op: Op = { type: 'Slice', infer: () => [{ type: kernel.type, shape: kernel.shape }] };
  const both = (n: number) => kernel.graph.numbers('int64', [n, n]);
  const axes = kernel.graph.numbers('int64', [2, 3]);
  return emitOne(op, [kernel, both(-1), both(Number.MIN_SAFE_INTEGER), axes, both(-1)]);
}
