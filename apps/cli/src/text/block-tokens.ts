import type { Tokenizer } from '@rnnlab/tokenizers';
import type { TokenSource } from '@rnnlab/trainer';
import type { TextBlocks } from './blocks.js';

/** Tokens in memory at most, about: 32 MB. */
const KEPT = 2 ** 23;

/** The tokens of a text, encoded block by block as they are read: those read last stay in memory. */
export function blockTokens(blocks: TextBlocks, tokenizer: Tokenizer, kept = KEPT): TokenSource {
  const cache = new Map<number, Int32Array>();
  let cached = 0;
  const tokensOf = (index: number): Int32Array => {
    const known = cache.get(index);
    const tokens = known ?? tokenizer.encode(blocks.read(index));
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
  /** Where each block begins, and the end. */
  const starts = new Float64Array(blocks.sizes.length + 1);
  for (let index = 0; index < blocks.sizes.length; index++) {
    starts[index + 1] = starts[index]! + tokensOf(index).length;
  }
  const blockAt = (position: number): number => {
    let [low, high] = [0, blocks.sizes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const length = starts.at(-1)!;
  return {
    length,
    read(from, to) {
      const read = new Int32Array(to - from);
      for (let at = from, index = blockAt(from); at < to; index++) {
        const start = starts[index]!;
        const part = tokensOf(index).subarray(at - start, to - start);
        read.set(part, at - from);
        at += part.length;
      }
      return read;
    },
  };
}
