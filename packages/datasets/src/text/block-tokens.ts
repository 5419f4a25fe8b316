import { aFunction, checkOptions, checkValue, shown, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import type { TextBlocks } from './text-blocks.js';

/** The tokens of a long text, of which only some are in memory. */
export interface BlockTokens {
  /** The number of tokens. */
  readonly length: number;
  /** Reads the tokens from one position up to, not including, another. */
  read(from: number, to: number): Int32Array;
}

/** Options of {@link blockTokens}. */
export interface BlockTokensOptions {
  /** The most tokens that stay in memory, those read last; about. Default: 8,388,608, which are 32 MB. */
  readonly kept?: number | undefined;
}

/**
 * Encodes a text block by block: all of them once, now, to count them, and a block again when it is read
 * and was not kept. They are those of each block on its own, so that a word of two blocks, which there is only in a line
 * longer than a block, becomes two.
 *
 * @param encode - Gives the tokens of a text: `(text) => tokenizer.encode(text)`.
 * @throws {DatasetError} If an argument cannot be, or a file was changed since it was opened.
 *
 * @example
 * const tokens = blockTokens(textBlocks('input.txt'), (text) => tokenizer.encode(text));
 * const examples = tokenStream({ tokens, window: 100 }); // of @rnnlab/trainer
 */
export function blockTokens(
  blocks: TextBlocks,
  encode: (text: string) => Int32Array,
  options: BlockTokensOptions = {},
): BlockTokens {
  checkValue('The `encode` of blockTokens', encode, aFunction, DatasetError);
  checkOptions('blockTokens', options, { kept: wholeNumber(0) }, DatasetError);
  const { kept = DEFAULT_KEPT } = options;
  const cache = new Map<number, Int32Array>();
  let cached = 0;
  const tokensOf = (index: number): Int32Array => {
    const known = cache.get(index);
    const tokens = known ?? encode(blocks.read(index));
    // The newest are last, so that the oldest is the first to go.
    cache.delete(index);
    cache.set(index, tokens);
    if (!known) cached += tokens.length;
    for (const [oldest, { length }] of cache) {
      if (cached <= kept || oldest === index) break;
      cache.delete(oldest);
      cached -= length;
    }
    return tokens;
  };
  /** The first token of each block, and the end. */
  const starts = new Float64Array(blocks.length + 1);
  for (let index = 0; index < blocks.length; index++) {
    starts[index + 1] = starts[index]! + tokensOf(index).length;
  }
  const length = starts.at(-1)!;
  return {
    length,
    read(from, to) {
      if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= length)) {
        throw new DatasetError(
          `There are no tokens from ${shown(from)} to ${shown(to)} of ${blocks.name}: expected two positions from 0 to ${length}.`,
        );
      }
      const read = new Int32Array(to - from);
      for (let at = from, index = blockAt(starts, from); at < to; index++) {
        const start = starts[index]!;
        const part = tokensOf(index).subarray(at - start, to - start);
        read.set(part, at - from);
        at += part.length;
      }
      return read;
    },
  };
}

const DEFAULT_KEPT = 2 ** 23;

/** The block that a position is in: the last one that begins there or before. */
function blockAt(starts: Float64Array, position: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
