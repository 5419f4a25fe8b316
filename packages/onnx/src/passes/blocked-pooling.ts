import type { Window2d } from '@rnnlab/models';
import { emitOne, type Op, type Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { relu } from '../ops/activations.js';
import { add, mul, sub } from '../ops/arithmetic.js';
import { max } from '../ops/comparison.js';
import { outputSize } from '../ops/convolution.js';
import { reshape } from '../ops/shape.js';
import { concat, split } from '../ops/slicing.js';
import { type BlockLayout, type Blocks, NCHWC } from './block-layout.js';
import {
  adjointFilter,
  type BlockedOp,
  batchAsChannels,
  blockedBiasGradient,
  blockedKernelGradient,
  type Convolution,
  convolutionInput,
  convolveBlocks,
} from './blocked-convolution.js';

/** max(x, 0) of images in blocks; dx = dy where x > 0, and 0 at 0. */
export function blockedRelu(layout: BlockLayout, blocks: Blocks): BlockedOp {
  const value = relu(blocks.value);
  return {
    result: layout.fromBlocks({ ...blocks, value }),
    vjp: ({ adjoints: [dy] }) => [
      layout.fromBlocks({ ...blocks, value: mul(layout.toBlocks(dy!).value, isPositive(value)) }),
    ],
  };
}

/**
 * The largest entry of each window of images in blocks, for windows that tile them. The adjoint goes to the first of equal
 * entries, row by row. It is made of elementwise operators, without indices and scattering, on one tensor for each
 * offset in a window.
 */
export function blockedMaxPool(layout: BlockLayout, x: Value, blocks: Blocks, windows: Window2d): BlockedOp {
  const { value } = blocks;
  const sizes = windows.map(({ size }) => size) as [number, number];
  const grid = windows.map((window, k) => outputSize(staticDim(x, k + 2), window));
  const shape = [value.dim(0), value.dim(1), ...grid];
  const op: Op = { type: 'MaxPool', domain: NCHWC, infer: () => [{ type: x.type, shape }] };
  const attributes = { kernel_shape: sizes, strides: sizes, pads: [0, 0, 0, 0], dilations: [1, 1] };
  const largest = emitOne(op, [value], { ...attributes, ceil_mode: 0, storage_order: 0 });
  return {
    result: layout.fromBlocks({ ...blocks, value: largest }),
    vjp({ adjoints: [dy] }) {
      const adjoints = toFirstMaximum(
        splitWindows(layout, value, sizes),
        largest,
        layout.toBlocks(dy!).value,
      );
      return [layout.fromBlocks({ ...blocks, value: mergeWindows(layout, adjoints, sizes, value) })];
    },
  };
}

/**
 * The max-pooling, in windows that tile it, of a convolution that reads data, to which no adjoint goes: the convolution
 * is computed for each offset in a window by itself, with the pool's stride, and the gradient of its kernel from the
 * adjoints of each offset.
 */
export function blockedPooledConvolution(
  layout: BlockLayout,
  { x, kernel, bias, windows }: Convolution,
  pool: Window2d,
): BlockedOp {
  const [rows, columns] = pool.map(({ size }) => size) as [number, number];
  const offsets = Array.from({ length: rows * columns }, (_, k) => [Math.floor(k / columns), k % columns]);
  const slices = offsets.map((offset) =>
    windows.map((window, k) => {
      const outputs = Math.floor(outputSize(staticDim(x, k + 2), window) / pool[k]!.size);
      return sliceAt(window, pool[k]!.size, offset[k]!, outputs, staticDim(x, k + 2));
    }),
  );
  const images = layout.pad(x, [0]);
  const strided = slices.map((axes) => axes.map(({ window }) => window) as unknown as Window2d);
  const parts = slices.map((axes, k) =>
    convolveBlocks(layout, convolutionInput(layout, crop(images, axes)), kernel, bias, strided[k]!),
  );
  const largest = parts.reduce((a, b) => max(a, b));
  return {
    result: layout.fromBlocks({ value: largest, channels: staticDim(kernel, 0), batch: x.dim(0) }),
    vjp({ adjoints: [dy], wanted }) {
      const pooled = layout.toBlocks(dy!);
      const adjoints = toFirstMaximum(parts, largest, pooled.value);
      const channels = batchAsChannels(layout, images);
      const dKernel = () =>
        adjoints
          .map((value, k) => {
            const filter = adjointFilter(layout, { ...pooled, value });
            const input = cropBlocks(layout, channels, slices[k]!);
            return blockedKernelGradient(input, filter, kernel, strided[k]!);
          })
          .reduce((a, b) => add(a, b));
      return [
        undefined,
        wanted[1] ? dKernel() : undefined,
        wanted[2] ? blockedBiasGradient(layout, pooled) : undefined,
      ];
    },
  };
}

/** Entries of an axis, from a start to an end. */
interface Slice {
  start: number;
  end: number;
}

/** What the convolution at one offset of all windows of a pool reads along an axis. */
interface StridedSlice extends Slice {
  /** The convolution on these entries: it leaves none over. */
  window: Window2d[number];
}

function sliceAt(
  { size, stride, dilation, padding }: Window2d[number],
  step: number,
  offset: number,
  outputs: number,
  entries: number,
): StridedSlice {
  const first = offset * stride - padding[0];
  const last = first + (outputs - 1) * step * stride + (size - 1) * dilation + 1;
  const [start, end] = [Math.max(0, first), Math.min(entries, last)];
  return {
    start,
    end,
    window: { size, stride: step * stride, dilation, padding: [start - first, last - end] },
  };
}

/** Slices of the rows and the columns of images. */
function crop(x: Value, slices: readonly Slice[]): Value {
  if (slices.every(({ start, end }, k) => start === 0 && end === x.dim(k + 2))) return x;
  const shape = x.shape.map((dim, axis) =>
    axis === 2 || axis === 3 ? slices[axis - 2]!.end - slices[axis - 2]!.start : dim,
  );
  const op: Op = { type: 'Slice', infer: () => [{ type: x.type, shape }] };
  const numbers = (list: number[]) => x.graph.numbers('int64', list);
  const [starts, ends] = [slices.map(({ start }) => start), slices.map(({ end }) => end)];
  return emitOne(op, [x, numbers(starts), numbers(ends), numbers([2, 3])]);
}

/** {@link crop} for images in blocks. */
function cropBlocks(layout: BlockLayout, x: Value, slices: readonly Slice[]): Value {
  const cropped = crop(layout.inMemory(x), slices);
  return reshape(cropped, [x.dim(0), x.dim(1), cropped.dim(2), cropped.dim(3)]);
}

/** Hands an adjoint to the first of the parts that is as large as the largest, entry by entry. */
function toFirstMaximum(parts: readonly Value[], largest: Value, dy: Value): Value[] {
  let rest = dy;
  return parts.map((part, k) => {
    if (k === parts.length - 1) return rest;
    const taken = mul(rest, isZero(sub(part, largest)));
    rest = sub(rest, taken);
    return taken;
  });
}

/** Splits images in blocks into one tensor for each offset in a window, row by row. */
function splitWindows(layout: BlockLayout, x: Value, [rows, columns]: [number, number]): Value[] {
  const [height, width] = [Math.floor(staticDim(x, 2) / rows), Math.floor(staticDim(x, 3) / columns)];
  const covered = crop(layout.inMemory(x), [
    { start: 0, end: height * rows },
    { start: 0, end: width * columns },
  ]);
  const cells = reshape(covered, ['images', height, rows, width, columns, layout.block]);
  return split(cells, rows, -4).flatMap((row) =>
    split(row, columns, -2).map((cell) => reshape(cell, [x.dim(0), staticDim(x, 1), height, width])),
  );
}

/** Merges the offsets of windows again, with zeros in the rows and columns that no window covers. */
function mergeWindows(
  { block }: BlockLayout,
  parts: readonly Value[],
  [rows, columns]: [number, number],
  like: Value,
): Value {
  const [height, width] = [staticDim(parts[0]!, 2), staticDim(parts[0]!, 3)];
  const cells = parts.map((part) => reshape(part, ['images', height, 1, width, 1, block]));
  const lines = Array.from({ length: rows }, (_, k) =>
    concat(cells.slice(k * columns, (k + 1) * columns), -2),
  );
  const grid = reshape(concat(lines, -4), ['images', height * rows, width * columns, block]);
  const [missingRows, missingColumns] = [
    staticDim(like, 2) - height * rows,
    staticDim(like, 3) - width * columns,
  ];
  if (missingRows + missingColumns === 0) return reshape(grid, like.shape);
  const shape = ['images', staticDim(like, 2), staticDim(like, 3), block];
  const pads = grid.graph.numbers('int64', [0, 0, 0, 0, 0, missingRows, missingColumns, 0]);
  const padded = emitOne({ type: 'Pad', infer: () => [{ type: grid.type, shape }] }, [grid, pads]);
  return reshape(padded, like.shape);
}

/** The largest float32: times it, the smallest number that is no denormal is above 1. */
const STEEP = 3.4028234663852886e38;

/** min(1, max(0, steep · x + beta)): a step, in one pass that ONNX Runtime vectorizes, which no comparison is. */
function step(x: Value, beta: number): Value {
  const op: Op = { type: 'HardSigmoid', infer: () => [{ type: x.type, shape: x.shape }] };
  return emitOne(op, [x], { alpha: { float: STEEP }, beta: { float: beta } });
}

/** 1 where x > 0, else 0. */
const isPositive = (x: Value): Value => step(x, 0);

/** 1 where x is 0, else 0, for an x that is never above 0. */
const isZero = (x: Value): Value => step(x, 1);
