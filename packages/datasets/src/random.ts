import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { requireInteger } from './error.js';

const MAX_UINT32 = 2 ** 32 - 1;

/** Throws a DatasetError unless `seed` is an integer from 0 to 2³² - 1. */
export function requireSeed(seed: number): void {
  requireInteger('The seed', seed, 0, MAX_UINT32);
}

/**
 * Random numbers (xoroshiro128+) that are the same on every platform: integer arithmetic, and of the operations
 * on fractions only those that IEEE 754 fixes to the last bit.
 *
 * One seed has 2⁵³ independent sequences, numbered by `index`: example 1,000,000 of a generator can be made
 * without the 999,999 before it.
 */
export class Random {
  readonly #bits: ReturnType<typeof xoroshiro128plusFromState>;

  /**
   * @param seed An integer from 0 to 2³² - 1.
   * @param index An integer from 0. Default 0.
   */
  constructor(seed: number, index = 0) {
    const low = index >>> 0;
    const high = (index / 2 ** 32) >>> 0;
    const words = [1, 2, 3, 4].map((word) => mix(mix(mix(seed, word) ^ low, word) ^ high, word));
    // The state must not be all zeros.
    this.#bits = xoroshiro128plusFromState([words[0]! | 1, words[1]!, words[2]!, words[3]!]);
  }

  /** A whole number from 0 to `n` - 1, each equally likely. `n` is at most 2³². */
  below(n: number): number {
    return uniformInt(this.#bits, 0, n - 1);
  }

  /** A whole number from `min` to `max`, both included, each equally likely. */
  integer(min: number, max: number): number {
    return uniformInt(this.#bits, min, max);
  }

  /** A number from `min` up to, not including, `max`, with 53 random bits. Default [0, 1). */
  uniform(min = 0, max = 1): number {
    const high = this.#bits.next() >>> 5;
    const low = this.#bits.next() >>> 6;
    return min + (max - min) * ((high * 2 ** 26 + low) / 2 ** 53);
  }

  /** Shuffles in place (R. Durstenfeld, Algorithm 235: Random Permutation, 1964). */
  shuffle<A extends { length: number; [index: number]: unknown }>(items: A): A {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const item = items[last];
      items[last] = items[other];
      items[other] = item;
    }
    return items;
  }
}

/** Scatters 32 bits: the finalizer of MurmurHash3 (A. Appleby), after a step of the golden ratio per `word`. */
function mix(bits: number, word: number): number {
  let h = (bits + Math.imul(word, 0x9e3779b9)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
