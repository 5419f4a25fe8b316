import type { Window2d } from '@rnnlab/models';
import { composite, emitOne, type Op, type Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import { relu } from '../ops/activations.js';
import { add, mul, sub } from '../ops/arithmetic.js';
import { max } from '../ops/comparison.js';
import { outputSize } from '../ops/convolution.js';
import { reshape } from '../ops/shape.js';
import { concat, split } from '../ops/slicing.js';
import {
  adjointFilter,
  blockedBiasGradient,
  blockedKernelGradient,
  byChannel,
  type Convolution,
  convolutionOf,
  convolveBlocks,
  readable,
} from './blocked-convolution.js';
import { type Blocks, blockOf, DOMAIN, fillUp, fromBlocks, inMemory, toBlocks, twinOf } from './blocks.js';

/**
 * The largest entry of each window of images that are there in blocks, for windows that lie side by side; undefined for
 * others. The adjoint goes to the first of equal entries, row by row. It takes elementwise operators only, no places and
 * no scattering, on one tensor for each place in a window.
 */
export function maxPoolInBlocks(x: Value, windows: Window2d): Value | undefined {
  // Both only ever choose the larger number, so their order is free; on the smaller image relu costs less.
  const rectified = rectifiedOf(x);
  const source = rectified ?? x;
  const blocks = twinOf(source);
  if (!blocks || !windows.every((window, k) => isSideBySide(window, staticDim(x, k + 2)))) return undefined;
  const convolution = convolutionOf(source);
  const readsData = convolution && !convolution.x.node;
  const pooled = readsData ? poolConvolution(convolution, windows) : poolBlocks(source, blocks, windows);
  return rectified ? reluInBlocks(pooled) : pooled;
}

function isSideBySide({ size, stride, dilation, padding }: Window2d[number], entries: number): boolean {
  return size === stride && dilation === 1 && padding[0] === 0 && padding[1] === 0 && size <= entries;
}

function poolBlocks(x: Value, blocks: Blocks, windows: Window2d): Value {
  const { value } = blocks;
  const sizes = windows.map(({ size }) => size) as [number, number];
  const grid = windows.map((window, k) => outputSize(staticDim(x, k + 2), window));
  const shape = [value.dim(0), value.dim(1), ...grid];
  const op: Op = { type: 'MaxPool', domain: DOMAIN, infer: () => [{ type: x.type, shape }] };
  const attributes = { kernel_shape: sizes, strides: sizes, pads: [0, 0, 0, 0], dilations: [1, 1] };
  let largest: Value;
  const forward = () => {
    largest = emitOne(op, [value], { ...attributes, ceil_mode: 0, storage_order: 0 });
    return [fromBlocks({ ...blocks, value: largest })];
  };
  return composite('MaxPoolInBlocks', [x], forward, ({ adjoints: [dy] }) => {
    const places = firstPlaces(apart(value, sizes), largest, toBlocks(dy!).value);
    return [fromBlocks({ ...blocks, value: together(places, sizes, value) })];
  })[0]!;
}

/**
 * Pools a convolution that reads data, to which no adjoint goes: the convolution is computed for each place in a window
 * by itself, with the pool's stride, and the gradient of its kernel from the adjoints of each place.
 */
function poolConvolution({ x, kernel, bias, windows }: Convolution, pool: Window2d): Value {
  const units = staticDim(kernel, 0);
  const [rows, columns] = pool.map(({ size }) => size) as [number, number];
  const offsets = Array.from({ length: rows * columns }, (_, k) => [Math.floor(k / columns), k % columns]);
  const places = offsets.map((offset) =>
    windows.map((window, k) => {
      const outputs = Math.floor(outputSize(staticDim(x, k + 2), window) / pool[k]!.size);
      return placeOf(window, pool[k]!.size, offset[k]!, outputs, staticDim(x, k + 2));
    }),
  );
  const images = fillUp(x, [0]);
  const strided = places.map((axes) => axes.map(({ window }) => window) as unknown as Window2d);
  let parts: Value[];
  let largest: Value;
  const forward = () => {
    parts = places.map((axes, k) => convolveBlocks(readable(crop(images, axes)), kernel, bias, strided[k]!));
    largest = parts.reduce((a, b) => max(a, b));
    return [fromBlocks({ value: largest, channels: units, batch: x.dim(0) })];
  };
  return composite('PoolConvolution', [x, kernel, bias], forward, ({ adjoints: [dy], wanted }) => {
    const pooled = toBlocks(dy!);
    const adjoints = firstPlaces(parts, largest, pooled.value);
    const channels = byChannel(images);
    const dKernel = () =>
      adjoints
        .map((value, k) => {
          const filter = adjointFilter({ ...pooled, value });
          return blockedKernelGradient(cropBlocks(channels, places[k]!), filter, kernel, strided[k]!);
        })
        .reduce((a, b) => add(a, b));
    return [
      undefined,
      wanted[1] ? dKernel() : undefined,
      wanted[2] ? blockedBiasGradient(pooled) : undefined,
    ];
  })[0]!;
}

/** What one place of all windows of a pool reads along an axis. */
interface Place {
  /** Entries of the axis. */
  start: number;
  end: number;
  /** The convolution on them: it fits without a rest. */
  window: Window2d[number];
}

function placeOf(
  { size, stride, dilation, padding }: Window2d[number],
  step: number,
  offset: number,
  outputs: number,
  entries: number,
): Place {
  const first = offset * stride - padding[0];
  const last = first + (outputs - 1) * step * stride + (size - 1) * dilation + 1;
  const [start, end] = [Math.max(0, first), Math.min(entries, last)];
  return {
    start,
    end,
    window: { size, stride: step * stride, dilation, padding: [start - first, last - end] },
  };
}

/** Rows and columns of images, from a start to an end. */
function crop(x: Value, places: readonly Place[]): Value {
  if (places.every(({ start, end }, k) => start === 0 && end === x.dim(k + 2))) return x;
  const shape = x.shape.map((dim, axis) =>
    axis === 2 || axis === 3 ? places[axis - 2]!.end - places[axis - 2]!.start : dim,
  );
  const op: Op = { type: 'Slice', infer: () => [{ type: x.type, shape }] };
  const numbers = (list: number[]) => x.graph.numbers('int64', list);
  const [starts, ends] = [places.map(({ start }) => start), places.map(({ end }) => end)];
  return emitOne(op, [x, numbers(starts), numbers(ends), numbers([2, 3])]);
}

/** The same of images in blocks. */
function cropBlocks(x: Value, places: readonly Place[]): Value {
  const cropped = crop(inMemory(x), places);
  return reshape(cropped, [x.dim(0), x.dim(1), cropped.dim(2), cropped.dim(3)]);
}

/** Hands an adjoint to the first of the parts that is as large as the largest, entry by entry. */
function firstPlaces(parts: readonly Value[], largest: Value, dy: Value): Value[] {
  let rest = dy;
  return parts.map((part, k) => {
    if (k === parts.length - 1) return rest;
    const taken = mul(rest, zeroOf(sub(part, largest)));
    rest = sub(rest, taken);
    return taken;
  });
}

/** Cuts images in blocks into one tensor for each place in a window, row by row. */
function apart(x: Value, [rows, columns]: [number, number]): Value[] {
  const block = blockOf(x);
  const [height, width] = [Math.floor(staticDim(x, 2) / rows), Math.floor(staticDim(x, 3) / columns)];
  const used = crop(inMemory(x), [place(height * rows), place(width * columns)]);
  const cells = reshape(used, ['images', height, rows, width, columns, block]);
  return split(cells, rows, -4).flatMap((row) =>
    split(row, columns, -2).map((cell) => reshape(cell, [x.dim(0), staticDim(x, 1), height, width])),
  );
}

const place = (end: number): Place => ({ start: 0, end }) as Place;

/** Puts the places of windows together again, with zeros in the rows and columns that no window covers. */
function together(parts: readonly Value[], [rows, columns]: [number, number], like: Value): Value {
  const block = blockOf(like);
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

const rectified = new WeakMap<Value, Value>();

/** What a value is max(x, 0) of, in blocks. */
export const rectifiedOf = (y: Value): Value | undefined => rectified.get(y);

/** max(x, 0) of images that are there in blocks; dx = dy where x > 0, and 0 at 0. */
export function reluInBlocks(x: Value): Value {
  const blocks = toBlocks(x);
  let value: Value;
  const forward = () => {
    value = relu(blocks.value);
    return [fromBlocks({ ...blocks, value })];
  };
  const [y] = composite('ReluInBlocks', [x], forward, ({ adjoints: [dy] }) => {
    return [fromBlocks({ ...blocks, value: mul(toBlocks(dy!).value, positive(value)) })];
  });
  rectified.set(y!, x);
  return y!;
}

/** The largest float32: times it, the smallest number that is no denormal is above 1. */
const STEEP = 3.4028234663852886e38;

/** min(1, max(0, steep · x + beta)): a step, in one pass that ONNX Runtime vectorizes, which no comparison is. */
function step(x: Value, beta: number): Value {
  const op: Op = { type: 'HardSigmoid', infer: () => [{ type: x.type, shape: x.shape }] };
  return emitOne(op, [x], { alpha: { float: STEEP }, beta: { float: beta } });
}

/** 1 where x > 0, else 0. */
export const positive = (x: Value): Value => step(x, 0);

/** 1 where x is 0, else 0, for an x that is never above 0. */
export const zeroOf = (x: Value): Value => step(x, 1);
