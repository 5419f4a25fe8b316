import type { Window2d } from '@rnnlab/models';
import { composite, emitOne, type Op, type Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import type { Dim, Shape } from '../graph/types.js';
import { reduceSum } from '../ops/arithmetic.js';
import {
  convAttributes,
  expectChannels,
  inputGradient,
  outputSize,
  swapStridesAndDilations,
} from '../ops/convolution.js';
import { reshape, transpose, unsqueeze } from '../ops/shape.js';
import { sliceTo } from '../ops/slicing.js';
import {
  type Blocks,
  blockOf,
  blocksOf,
  cutBatch,
  DOMAIN,
  fillUp,
  fromBlocks,
  inMemory,
  reorderInput,
  reorderOutput,
  toBlocks,
  twinOf,
} from './blocks.js';

/** What a plain value was convolved from: pooling may go back to it. */
export interface Convolution {
  x: Value;
  kernel: Value;
  bias: Value;
  windows: Window2d;
}

const convolutions = new WeakMap<Value, Convolution>();

/** The convolution that gave a value, if one did. */
export const convolutionOf = (y: Value): Convolution | undefined => convolutions.get(y);

/** The convolution of plain images, of which the blocks are kept for the next layer. */
export function convolveInBlocks(x: Value, kernel: Value, bias: Value, windows: Window2d): Value {
  expectChannels(x, kernel);
  const units = staticDim(kernel, 0);
  const forward = () => [
    fromBlocks({
      value: convolveBlocks(readable(x), kernel, bias, windows),
      channels: units,
      batch: x.dim(0),
    }),
  ];
  const [y] = composite('ConvolveInBlocks', [x, kernel, bias], forward, ({ adjoints: [dy], wanted }) => {
    const blocks = toBlocks(dy!);
    return [
      wanted[0] ? imageGradient(dy!, kernel, x, windows) : undefined,
      wanted[1] ? blockedKernelGradient(byChannel(x), adjointFilter(blocks), kernel, windows) : undefined,
      wanted[2] ? blockedBiasGradient(blocks) : undefined,
    ];
  });
  convolutions.set(y!, { x, kernel, bias, windows });
  return y!;
}

/** Images as a convolution reads them: in blocks, or plain if they have fewer channels than one. */
export const readable = (x: Value): Value =>
  staticDim(x, 1) < blockOf(x) ? fillUp(x, [0]) : toBlocks(x).value;

/** Images as `[channels, batch, height, width]` in blocks of examples. */
export function byChannel(x: Value): Value {
  const twin = twinOf(x);
  const images = twin ? reorderOutput(twin.value, twin.channels) : fillUp(x, [0]);
  return reorderInput(transpose(images, [1, 0, 2, 3]));
}

function imageGradient(dy: Value, kernel: Value, x: Value, windows: Window2d): Value {
  if (windows.some(({ stride }) => stride > 1)) return inputGradient(dy, kernel, x, windows);
  const value = blockedInputGradient(toBlocks(dy), kernel, windows, x.shape);
  return fromBlocks({ value, channels: staticDim(x, 1), batch: x.dim(0) });
}

/**
 * The convolution of `[time, batch, features]` with `kernel` `[units, features, size]`, plus `bias`, with stride 1, as
 * one of images in blocks with one row. The number of steps must be known.
 */
export function convolveTimeInBlocks(x: Value, kernel: Value, bias: Value, dilation: number): Value {
  const [units, , size] = kernel.shape as number[];
  const image = unsqueeze(kernel, [-2]);
  const windows: Window2d = [
    { size: 1, stride: 1, dilation: 1, padding: [0, 0] },
    { size: size!, stride: 1, dilation, padding: [0, 0] },
  ];
  const read = sequenceToBlocks(x);
  const forward = () => {
    const value = convolveBlocks(read.value, image, bias, windows);
    return [sequenceFromBlocks({ value, channels: units!, batch: x.dim(1) })];
  };
  return composite('ConvolveTimeInBlocks', [x, kernel, bias], forward, ({ adjoints: [dy], wanted }) => {
    const blocks = sequenceToBlocks(dy!);
    const dx = () => blockedInputGradient(blocks, image, windows, read.value.shape);
    const dKernel = () => blockedKernelGradient(byFeature(x), adjointFilter(blocks), image, windows);
    return [
      wanted[0] ? sequenceFromBlocks({ ...read, value: dx() }) : undefined,
      wanted[1] ? reshape(dKernel(), kernel.shape) : undefined,
      wanted[2] ? blockedBiasGradient(blocks) : undefined,
    ];
  })[0]!;
}

/** `[time, batch, features]` as images `[batch, features, 1, time]` in blocks. */
function sequenceToBlocks(x: Value): Blocks {
  const block = blockOf(x);
  const filled = fillUp(x, [1], [2, block]);
  const [time, batch, features] = filled.shape as [number, Dim, number];
  const parts = reshape(filled, [time, batch, features / block, block]);
  const value = reshape(transpose(parts, [1, 2, 0, 3]), [batch, features, 1, time]);
  return { value, channels: staticDim(x, 2), batch: x.dim(1) };
}

function sequenceFromBlocks({ value, channels, batch }: Blocks): Value {
  const block = blockOf(value);
  const [filled, features, , time] = value.shape as [Dim, number, number, number];
  const parts = reshape(value, [filled, features / block, time, block]);
  const sequence = reshape(transpose(parts, [2, 0, 1, 3]), [time, filled, features]);
  return cutBatch(sliceTo(sequence, [channels]), batch, 1);
}

/** `[time, batch, features]` as `[features, batch, 1, time]` in blocks of examples. */
function byFeature(x: Value): Value {
  const block = blockOf(x);
  const filled = fillUp(x, [1]);
  const [time, batch, features] = filled.shape as [number, Dim, number];
  // First as a matrix: ONNX Runtime turns those fast.
  const rows = transpose(reshape(filled, [`${time} * ${batch}`, features]));
  const parts = reshape(rows, [features, time, blocksOf(batch, block), block]);
  return reshape(transpose(parts, [0, 2, 1, 3]), [features, batch, 1, time]);
}

/** A convolution of blocks, or of plain images with fewer channels than a block, with a filter in blocks. */
function convolution(x: Value, filter: Value, windows: Window2d, grid: readonly Dim[], bias?: Value): Value {
  const op: Op = {
    type: 'Conv',
    domain: DOMAIN,
    infer: () => [{ type: x.type, shape: [x.dim(0), filter.dim(0), ...grid] }],
  };
  const attributes = {
    ...convAttributes(windows),
    kernel_shape: [staticDim(filter, 2), staticDim(filter, 3)],
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
  const grid = windows.map((window, k) => outputSize(staticDim(x, k + 2), window));
  const readsBlocks = staticDim(x, 1) % block === 0;
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
export function blockedKernelGradient(
  byChannel: Value,
  filter: Value,
  kernel: Value,
  windows: Window2d,
): Value {
  const [units, , height, width] = kernel.shape as number[];
  const turned = swapStridesAndDilations(windows);
  const grid = turned.map(({ stride, dilation, padding }, k) => {
    const extent = (staticDim(filter, k + 2) - 1) * dilation + 1;
    return Math.floor((staticDim(byChannel, k + 2) + padding[0] + padding[1] - extent) / stride) + 1;
  });
  const products = reorderOutput(convolution(byChannel, filter, turned, grid), units!);
  // Rows and columns that the stride never reached give entries beyond the kernel's size.
  return transpose(sliceTo(products, [height!, width!]), [1, 0, 2, 3]);
}

/** dbias: the sum of an adjoint over examples and places. */
export function blockedBiasGradient({ value, channels }: Blocks): Value {
  // Examples first: ONNX Runtime sums over leading axes alone the fastest.
  const places = reduceSum(reduceSum(inMemory(value), [-5]), [-3, -2]);
  return sliceTo(reshape(places, [staticDim(value, 1)]), [channels]);
}

/**
 * dx in blocks, for strides of 1: the convolution of the adjoint with the kernel turned round. Zeros beside the
 * adjoint are put there, as the operator computes the columns at an edge one by one; rows above and below it skips.
 */
export function blockedInputGradient(
  dy: Blocks,
  kernel: Value,
  windows: Window2d,
  [, , ...grid]: Shape,
): Value {
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
  const width = staticDim(x, 3) + before + after;
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
