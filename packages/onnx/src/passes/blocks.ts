import { emitOne, type Graph, type Op, type Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import type { Dim, Shape } from '../graph/types.js';
import { sub } from '../ops/arithmetic.js';
import { reshape, shapeOf } from '../ops/shape.js';
import { concat } from '../ops/slicing.js';

/**
 * Tensors in the layout of ONNX Runtime's fast convolutions (NCHWc): of images `[batch, channels, height, width]`,
 * a block of channels stands together for each pixel, `[batch, channels / block, height, width, block]`, so that one
 * vector register holds one block. Channels are filled up with zeros to whole blocks, and so are examples: the
 * gradient of a kernel is a convolution with examples in the place of channels.
 *
 * A value in blocks has the shape `[batch, channels, height, width]` with both filled up; what is no operator of the
 * domain sees its numbers through a reshape to five axes.
 */
export interface Blocks {
  value: Value;
  /** Channels and examples without what fills them up. */
  channels: number;
  batch: Dim;
}

export const DOMAIN = 'com.microsoft.nchwc';

/** How the name of a size that only a run knows ends once it is filled up. */
const FILLED = ' in blocks';

/** Entries of a block: what the graph was made for. */
export const blockOf = (value: Value): number => value.graph.root.blockSize!;

/** True if a value is to be convolved in blocks. */
export const usesBlocks = (value: Value): boolean =>
  value.graph.root.blockSize !== undefined && value.type === 'float32';

/** A number of channels or examples, filled up to whole blocks. */
export function filledUp(size: number, block: number): number;
export function filledUp(size: Dim, block: number): Dim;
export function filledUp(size: Dim, block: number): Dim {
  if (typeof size === 'number') return Math.ceil(size / block) * block;
  return size.endsWith(FILLED) ? size : `${size}${FILLED}`;
}

/** How many blocks whole ones are. */
export const blocksOf = (size: Dim, block: number): Dim =>
  typeof size === 'number' ? size / block : `${size} / ${block}`;

/** Plain values whose numbers are also there in blocks: layers hand them on without going back and forth. */
const twins = new WeakMap<Value, Blocks>();

/** The blocks that a plain value was made from, if it was. */
export const twinOf = (x: Value): Blocks | undefined => twins.get(x);

/** Images `[batch, channels, height, width]` in blocks. */
export function toBlocks(x: Value): Blocks {
  const twin = twins.get(x);
  if (twin) return twin;
  const channels = staticDim(x, 1);
  // The operator fills blocks up, but takes fours only.
  const blocks = { value: reorderInput(fillUp(x, [0], [1, 4])), channels, batch: x.dim(0) };
  twins.set(x, blocks);
  return blocks;
}

/** Blocks as plain images; they stay known as its blocks. */
export function fromBlocks(blocks: Blocks): Value {
  const { value, channels, batch } = blocks;
  const plain = cutBatch(reorderOutput(value, channels), batch);
  twins.set(plain, blocks);
  return plain;
}

/** `[N, channels, height, width]`, channels a multiple of four, with the channels in blocks. */
export function reorderInput(x: Value): Value {
  const [n, channels, ...grid] = x.shape;
  const shape = [n!, filledUp(channels!, blockOf(x)), ...grid];
  return emitOne({ type: 'ReorderInput', domain: DOMAIN, infer: () => [{ type: x.type, shape }] }, [x], {
    channels_last: 0,
  });
}

/** The first `channels` of blocks as a plain `[N, channels, height, width]`. */
export function reorderOutput(x: Value, channels: number): Value {
  const shape = [x.dim(0), channels, ...x.shape.slice(2)];
  const op: Op = { type: 'ReorderOutput', domain: DOMAIN, infer: () => [{ type: x.type, shape }] };
  return emitOne(op, [x], { channels, channels_last: 0 });
}

/** The numbers of blocks as they lie in memory, `[N, channels / block, height, width, block]`. */
export function inMemory(x: Value): Value {
  const block = blockOf(x);
  const [n, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim];
  return reshape(x, [n, blocksOf(channels, block), height, width, block]);
}

/**
 * Puts zeros behind axes.
 *
 * @param batchAxes - Axes of examples, to whole blocks of them.
 * @param others - Pairs of an axis and what its size is to be a multiple of.
 */
export function fillUp(
  x: Value,
  batchAxes: readonly number[],
  ...others: readonly (readonly [number, number])[]
): Value {
  const block = blockOf(x);
  const multiples = new Map(others);
  const shape = x.shape.map((dim, axis) => {
    if (batchAxes.includes(axis)) return filledUp(dim, block);
    const multiple = multiples.get(axis);
    return multiple ? filledUp(dim, multiple) : dim;
  });
  if (shape.every((dim, axis) => dim === x.shape[axis])) return x;
  const behind = shape.map((dim, axis) =>
    typeof dim === 'number'
      ? x.graph.numbers('int64', [dim - staticDim(x, axis)])
      : batchAxes.includes(axis)
        ? missingExamples(x, axis)
        : x.graph.numbers('int64', [0]),
  );
  const before = x.graph.numbers(
    'int64',
    shape.map(() => 0),
  );
  return emitOne({ type: 'Pad', infer: () => [{ type: x.type, shape }] }, [x, concat([before, ...behind])]);
}

/** Without the examples that fill the first axis up. */
export function cutBatch(x: Value, batch: Dim, axis = 0): Value {
  if (x.dim(axis) === batch) return x;
  const shape: Shape = x.shape.map((dim, k) => (k === axis ? batch : dim));
  const number = (n: number) => x.graph.numbers('int64', [n]);
  const size = typeof batch === 'number' ? number(batch) : sizesOf(x.graph).get(batch)!;
  const op: Op = { type: 'Slice', infer: () => [{ type: x.type, shape }] };
  return emitOne(op, [x, number(0), size, number(axis)]);
}

/** Sizes that only a run knows, by their names: int64 `[1]`. */
const sizes = new WeakMap<Graph, Map<string, Value>>();

function sizesOf(graph: Graph): Map<string, Value> {
  const known = sizes.get(graph) ?? new Map<string, Value>();
  sizes.set(graph, known);
  return known;
}

/** How many examples whole blocks need beyond those of an axis: int64 `[1]`. */
function missingExamples(x: Value, axis: number): Value {
  const named = sizesOf(x.graph);
  const name = x.dim(axis) as string;
  const size = named.get(name) ?? shapeOf(x, axis, axis + 1);
  named.set(name, size);
  const missing = named.get(`${name} missing`) ?? modulo(sub(0, size), blockOf(x));
  named.set(`${name} missing`, missing);
  return missing;
}

/** The remainder with the sign of the divisor. */
const modulo = (x: Value, divisor: number): Value =>
  emitOne({ type: 'Mod', infer: () => [{ type: x.type, shape: x.shape }] }, [
    x,
    x.graph.numbers(x.type, divisor),
  ]);
