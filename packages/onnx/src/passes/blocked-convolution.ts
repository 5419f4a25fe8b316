import type { Window2d } from '@rnnlab/models';
import { emitOne, type Op, type Value, type Vjp } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import type { Dim, Shape } from '../graph/types.js';
import { reduceSum } from '../ops/arithmetic.js';
import { convAttributes, inputGradient, outputSize, swapStridesAndDilations } from '../ops/convolution.js';
import { reshape, transpose, unsqueeze } from '../ops/shape.js';
import { sliceTo } from '../ops/slicing.js';
import { type BlockLayout, type Blocks, NCHWC, reorderOutput } from './block-layout.js';

/** An operator in blocks: its plain result, and its vector-Jacobian product. */
export interface BlockedOp {
  result: Value;
  vjp(context: Vjp): (Value | undefined)[];
}

/** A convolution of plain images `[batch, channels, height, width]` with a plain kernel `[units, channels, height, width]`. */
export interface Convolution {
  x: Value;
  kernel: Value;
  bias: Value;
  windows: Window2d;
}

/** The convolution of images. */
export function blockedConvolution(
  layout: BlockLayout,
  { x, kernel, bias, windows }: Convolution,
): BlockedOp {
  const result = layout.fromBlocks({
    value: convolveBlocks(layout, convolutionInput(layout, x), kernel, bias, windows),
    channels: staticDim(kernel, 0),
    batch: x.dim(0),
  });
  return {
    result,
    vjp({ adjoints: [dy], wanted }) {
      const blocks = layout.toBlocks(dy!);
      return [
        wanted[0] ? imageGradient(layout, dy!, kernel, x, windows) : undefined,
        wanted[1]
          ? blockedKernelGradient(batchAsChannels(layout, x), adjointFilter(layout, blocks), kernel, windows)
          : undefined,
        wanted[2] ? blockedBiasGradient(layout, blocks) : undefined,
      ];
    },
  };
}

/** Images as a convolution reads them: in blocks, or plain if they have fewer channels than a block. */
export const convolutionInput = (layout: BlockLayout, x: Value): Value =>
  staticDim(x, 1) < layout.block ? layout.pad(x, [0]) : layout.toBlocks(x).value;

/** Images as `[channels, batch, height, width]` in blocks of examples. */
export function batchAsChannels(layout: BlockLayout, x: Value): Value {
  const blocks = layout.get(x);
  const images = blocks ? reorderOutput(blocks.value, blocks.channels) : layout.pad(x, [0]);
  return layout.reorderInput(transpose(images, [1, 0, 2, 3]));
}

function imageGradient(layout: BlockLayout, dy: Value, kernel: Value, x: Value, windows: Window2d): Value {
  if (windows.some(({ stride }) => stride > 1)) return inputGradient(dy, kernel, x, windows);
  const value = blockedInputGradient(layout, layout.toBlocks(dy), kernel, windows, x.shape);
  return layout.fromBlocks({ value, channels: staticDim(x, 1), batch: x.dim(0) });
}

/**
 * The convolution of `[time, batch, features]` with `kernel` `[units, features, size]`, plus `bias`, with stride 1, as
 * one of images in blocks with one row. The number of steps must be known.
 */
export function blockedTimeConvolution(
  layout: BlockLayout,
  x: Value,
  kernel: Value,
  bias: Value,
  dilation: number,
): BlockedOp {
  const [units, , size] = kernel.shape as number[];
  const image = unsqueeze(kernel, [-2]);
  const windows: Window2d = [
    { size: 1, stride: 1, dilation: 1, padding: [0, 0] },
    { size: size!, stride: 1, dilation, padding: [0, 0] },
  ];
  const input = sequenceToBlocks(layout, x);
  const value = convolveBlocks(layout, input.value, image, bias, windows);
  return {
    result: sequenceFromBlocks(layout, { value, channels: units!, batch: x.dim(1) }),
    vjp({ adjoints: [dy], wanted }) {
      const blocks = sequenceToBlocks(layout, dy!);
      const dx = () => blockedInputGradient(layout, blocks, image, windows, input.value.shape);
      const dKernel = () =>
        blockedKernelGradient(
          sequenceBatchAsChannels(layout, x),
          adjointFilter(layout, blocks),
          image,
          windows,
        );
      return [
        wanted[0] ? sequenceFromBlocks(layout, { ...input, value: dx() }) : undefined,
        wanted[1] ? reshape(dKernel(), kernel.shape) : undefined,
        wanted[2] ? blockedBiasGradient(layout, blocks) : undefined,
      ];
    },
  };
}

/** `[time, batch, features]` as images `[batch, features, 1, time]` in blocks. */
function sequenceToBlocks(layout: BlockLayout, x: Value): Blocks {
  const { block } = layout;
  const padded = layout.pad(x, [1], [2, block]);
  const [time, batch, features] = padded.shape as [number, Dim, number];
  const parts = reshape(padded, [time, batch, features / block, block]);
  const value = reshape(transpose(parts, [1, 2, 0, 3]), [batch, features, 1, time]);
  return { value, channels: staticDim(x, 2), batch: x.dim(1) };
}

function sequenceFromBlocks(layout: BlockLayout, { value, channels, batch }: Blocks): Value {
  const { block } = layout;
  const [padded, features, , time] = value.shape as [Dim, number, number, number];
  const parts = reshape(value, [padded, features / block, time, block]);
  const sequence = reshape(transpose(parts, [2, 0, 1, 3]), [time, padded, features]);
  return layout.cutBatch(sliceTo(sequence, [channels]), batch, 1);
}

/** `[time, batch, features]` as `[features, batch, 1, time]` in blocks of examples. */
function sequenceBatchAsChannels(layout: BlockLayout, x: Value): Value {
  const padded = layout.pad(x, [1]);
  const [time, batch, features] = padded.shape as [number, Dim, number];
  // First as a matrix: ONNX Runtime transposes those fast.
  const rows = transpose(reshape(padded, [`${time} * ${batch}`, features]));
  const parts = reshape(rows, [features, time, layout.count(batch), layout.block]);
  return reshape(transpose(parts, [0, 2, 1, 3]), [features, batch, 1, time]);
}

/** The operator: a convolution of blocks, or of plain images with fewer channels than a block, with a filter in blocks. */
function blockedConv(x: Value, filter: Value, windows: Window2d, grid: readonly Dim[], bias?: Value): Value {
  const op: Op = {
    type: 'Conv',
    domain: NCHWC,
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
function filterOf(layout: BlockLayout, kernel: Value, readsBlocks: boolean): Value {
  const { block } = layout;
  const padded = layout.pad(kernel, [], [0, block], ...(readsBlocks ? ([[1, block]] as const) : []));
  const [units, channels, height, width] = padded.shape as number[];
  // Blocks of units last, `[units / block, channels, height · width, block]`.
  const rows = reshape(padded, [units! / block, block, channels! * height! * width!]);
  const last = transpose(rows, [0, 2, 1]);
  if (!readsBlocks) return reshape(last, padded.shape);
  // Channels in a step of their own: ONNX Runtime is fast at moving single axes and whole blocks.
  const parts = reshape(last, [(units! / block) * (channels! / block), block, height! * width!, block]);
  return reshape(transpose(parts, [0, 2, 1, 3]), padded.shape);
}

/**
 * The convolution of a layer, in blocks.
 *
 * @param x - Blocks, or plain images with fewer channels than a block whose examples are padded.
 * @param kernel - Plain: `[units, channels, height, width]`.
 */
export function convolveBlocks(
  layout: BlockLayout,
  x: Value,
  kernel: Value,
  bias: Value,
  windows: Window2d,
): Value {
  const grid = windows.map((window, k) => outputSize(staticDim(x, k + 2), window));
  const readsBlocks = staticDim(x, 1) % layout.block === 0;
  const filter = filterOf(layout, kernel, readsBlocks);
  return blockedConv(x, filter, windows, grid, layout.pad(bias, [], [0, layout.block]));
}

/**
 * An output's adjoint as the gradients of kernel and bias read it: a filter with examples in place of channels,
 * `[units, batch, height, width]`.
 */
export function adjointFilter(layout: BlockLayout, { value }: Blocks): Value {
  const { block } = layout;
  const [batch, units, height, width] = value.shape as [Dim, number, number, number];
  const parts = reshape(layout.inMemory(value), [
    layout.count(batch),
    block,
    units / block,
    height * width,
    block,
  ]);
  return reshape(transpose(parts, [2, 0, 3, 1, 4]), [units, batch, height, width]);
}

/**
 * dkernel: the convolution of `[channels, batch, height, width]`, in blocks of examples, with the adjoint as filter;
 * strides and dilations are swapped.
 */
export function blockedKernelGradient(x: Value, filter: Value, kernel: Value, windows: Window2d): Value {
  const [units, , height, width] = kernel.shape as number[];
  const swapped = swapStridesAndDilations(windows);
  const grid = swapped.map(({ stride, dilation, padding }, k) => {
    const extent = (staticDim(filter, k + 2) - 1) * dilation + 1;
    return Math.floor((staticDim(x, k + 2) + padding[0] + padding[1] - extent) / stride) + 1;
  });
  const products = reorderOutput(blockedConv(x, filter, swapped, grid), units!);
  // Rows and columns that the stride never reached give entries beyond the kernel's size.
  return transpose(sliceTo(products, [height!, width!]), [1, 0, 2, 3]);
}

/** dbias: the sum of an adjoint over examples and positions. */
export function blockedBiasGradient(layout: BlockLayout, { value, channels }: Blocks): Value {
  // Examples first: ONNX Runtime sums over leading axes alone the fastest.
  const sums = reduceSum(reduceSum(layout.inMemory(value), [-5]), [-3, -2]);
  return sliceTo(reshape(sums, [staticDim(value, 1)]), [channels]);
}

/**
 * dx in blocks, for strides of 1: the convolution of the adjoint with the flipped kernel. Columns of zeros are padded
 * by an operator of their own, as the convolution computes columns at an edge one by one; rows above and below it skips.
 */
function blockedInputGradient(
  layout: BlockLayout,
  dy: Blocks,
  kernel: Value,
  windows: Window2d,
  [, , ...grid]: Shape,
): Value {
  const [rows, columns] = windows.map(({ size, dilation, padding: [before, after] }) => {
    const reach = (size - 1) * dilation;
    return [reach - before, reach - after] as [number, number];
  }) as [[number, number], [number, number]];
  const padding: Window2d = [
    { ...windows[0], padding: rows },
    { ...windows[1], padding: [0, 0] },
  ];
  const filter = filterOf(layout, transpose(flip(kernel), [1, 0, 2, 3]), true);
  return blockedConv(padColumns(layout, dy.value, columns), filter, padding, grid);
}

/** Adds columns of zeros to images in blocks. */
function padColumns(layout: BlockLayout, x: Value, [before, after]: [number, number]): Value {
  if (before + after === 0) return x;
  const columns = layout.inMemory(x);
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
