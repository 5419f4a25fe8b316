import { emitOne, type Op, type Value } from '../graph/graph.js';
import { staticDim } from '../graph/shapes.js';
import type { Dim, Shape } from '../graph/types.js';
import { sub } from '../ops/arithmetic.js';
import { reshape, shapeOf } from '../ops/shape.js';
import { concat } from '../ops/slicing.js';

/** The operator set of ONNX Runtime's blocked convolutions. */
export const NCHWC = 'com.microsoft.nchwc';

/** A tensor in blocks: see {@link BlockLayout}. */
export interface Blocks {
  value: Value;
  /** Channels and examples without the padding to whole blocks. */
  channels: number;
  batch: Dim;
}

/** The suffix of the name of a size that is known at run time only, once it is padded to whole blocks. */
const PADDED = ' in blocks';

/**
 * The layout of ONNX Runtime's fast convolutions (NCHWc) in one graph: of images `[batch, channels, height, width]`, a
 * block of channels is contiguous for each pixel, `[batch, channels / block, height, width, block]`, so that one vector
 * register holds one block. Channels are padded with zeros to whole blocks, and so are examples: the gradient of a
 * kernel is a convolution with examples in place of channels.
 *
 * A value in blocks has the shape `[batch, channels, height, width]` with both padded; operators of other domains
 * read its entries through a reshape to five axes.
 */
export class BlockLayout {
  /** Plain values that also exist in blocks: neighboring layers read those, and the plain ones are pruned. */
  readonly #blocks = new Map<Value, Blocks>();
  /** Sizes that are known at run time only, by their names: int64 `[1]`. */
  readonly #sizes = new Map<string, Value>();

  /** @param block - Channels of a block. */
  constructor(readonly block: number) {}

  /** The blocks of a plain value, if it already exists in blocks. */
  get(x: Value): Blocks | undefined {
    return this.#blocks.get(x);
  }

  set(x: Value, blocks: Blocks): void {
    this.#blocks.set(x, blocks);
  }

  /** Images `[batch, channels, height, width]` in blocks. */
  toBlocks(x: Value): Blocks {
    const existing = this.#blocks.get(x);
    if (existing) return existing;
    const channels = staticDim(x, 1);
    // The operator pads to blocks itself, but takes multiples of four only.
    const blocks = { value: this.reorderInput(this.pad(x, [0], [1, 4])), channels, batch: x.dim(0) };
    this.#blocks.set(x, blocks);
    return blocks;
  }

  /** Blocks as plain images. */
  fromBlocks(blocks: Blocks): Value {
    const { value, channels, batch } = blocks;
    const plain = this.cutBatch(reorderOutput(value, channels), batch);
    this.#blocks.set(plain, blocks);
    return plain;
  }

  /** `[N, channels, height, width]`, channels a multiple of four, with the channels in blocks. */
  reorderInput(x: Value): Value {
    const [n, channels, ...grid] = x.shape;
    const shape = [n!, padded(channels!, this.block), ...grid];
    const op: Op = { type: 'ReorderInput', domain: NCHWC, infer: () => [{ type: x.type, shape }] };
    return emitOne(op, [x], { channels_last: 0 });
  }

  /** A value in blocks with the axes that it has in memory, `[N, channels / block, height, width, block]`. */
  inMemory(x: Value): Value {
    const [n, channels, height, width] = x.shape as [Dim, Dim, Dim, Dim];
    return reshape(x, [n, this.count(channels), height, width, this.block]);
  }

  /** How many blocks a padded size is. */
  count(size: Dim): Dim {
    return typeof size === 'number' ? size / this.block : `${size} / ${this.block}`;
  }

  /**
   * Appends zeros to axes.
   *
   * @param batchAxes - Axes of examples, to whole blocks of them.
   * @param others - Pairs of an axis and the number of which its size becomes a multiple.
   */
  pad(
    x: Value,
    batchAxes: readonly number[],
    ...others: readonly (readonly [axis: number, multiple: number])[]
  ): Value {
    const multiples = new Map(others);
    const shape = x.shape.map((dim, axis) => {
      if (batchAxes.includes(axis)) return padded(dim, this.block);
      const multiple = multiples.get(axis);
      return multiple ? padded(dim, multiple) : dim;
    });
    if (shape.every((dim, axis) => dim === x.shape[axis])) return x;
    const after = shape.map((dim, axis) =>
      typeof dim === 'number'
        ? x.graph.numbers('int64', [dim - staticDim(x, axis)])
        : batchAxes.includes(axis)
          ? this.#missingExamples(x, axis)
          : x.graph.numbers('int64', [0]),
    );
    const before = x.graph.numbers(
      'int64',
      shape.map(() => 0),
    );
    return emitOne({ type: 'Pad', infer: () => [{ type: x.type, shape }] }, [x, concat([before, ...after])]);
  }

  /** Drops the examples that pad an axis. */
  cutBatch(x: Value, batch: Dim, axis = 0): Value {
    if (x.dim(axis) === batch) return x;
    const shape: Shape = x.shape.map((dim, k) => (k === axis ? batch : dim));
    const number = (n: number) => x.graph.numbers('int64', [n]);
    const size = typeof batch === 'number' ? number(batch) : this.#sizes.get(batch)!;
    const op: Op = { type: 'Slice', infer: () => [{ type: x.type, shape }] };
    return emitOne(op, [x, number(0), size, number(axis)]);
  }

  /** How many examples are missing from an axis to whole blocks: int64 `[1]`. */
  #missingExamples(x: Value, axis: number): Value {
    const name = x.dim(axis) as string;
    const size = this.#sizes.get(name) ?? shapeOf(x, axis, axis + 1);
    this.#sizes.set(name, size);
    const missing = this.#sizes.get(`${name} missing`) ?? modulo(sub(0, size), this.block);
    this.#sizes.set(`${name} missing`, missing);
    return missing;
  }
}

/** The first `channels` of blocks as a plain `[N, channels, height, width]`. */
export function reorderOutput(x: Value, channels: number): Value {
  const shape = [x.dim(0), channels, ...x.shape.slice(2)];
  const op: Op = { type: 'ReorderOutput', domain: NCHWC, infer: () => [{ type: x.type, shape }] };
  return emitOne(op, [x], { channels, channels_last: 0 });
}

/** A number of channels or examples, padded to whole blocks. */
function padded(size: Dim, block: number): Dim {
  if (typeof size === 'number') return Math.ceil(size / block) * block;
  return size.endsWith(PADDED) ? size : `${size}${PADDED}`;
}

/** The remainder with the sign of the divisor. */
const modulo = (x: Value, divisor: number): Value =>
  emitOne({ type: 'Mod', infer: () => [{ type: x.type, shape: x.shape }] }, [
    x,
    x.graph.numbers(x.type, divisor),
  ]);
