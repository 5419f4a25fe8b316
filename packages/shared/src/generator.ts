import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Seeded random number generator (xoroshiro128+) with the same numbers on every platform: integer arithmetic, and of the
 * operations on fractions only those that IEEE 754 fixes to the last bit. Its state can be saved and restored.
 */
export class Generator {
  #source: ReturnType<typeof xoroshiro128plus>;

  /** @param seed - A whole number, or the state of another generator. */
  constructor(seed: number | readonly number[]) {
    if (typeof seed === 'number') {
      // The states are linear in the seed: the draws of two neighboring seeds would always differ in the same few bits.
      this.#source = xoroshiro128plus(hashedSeed(seed));
      this.#source.jump();
    } else {
      this.#source = xoroshiro128plusFromState(seed);
    }
  }

  /**
   * Makes one of the 2⁵³ independent generators of a seed: example 1,000,000 of a generated dataset can be made without
   * the 999,999 before it.
   *
   * @param seed - A whole number from 0 to 2³² - 1.
   * @param index - A whole number from 0.
   */
  static numbered(seed: number, index = 0): Generator {
    const low = index >>> 0;
    const high = (index / 2 ** 32) >>> 0;
    const words = [1, 2, 3, 4].map((word) => mix(mix(mix(seed, word) ^ low, word) ^ high, word));
    // The state must not be all zeros.
    return new Generator([words[0]! | 1, words[1]!, words[2]!, words[3]!]);
  }

  /** The state, from which the constructor makes a generator with the same draws. */
  get state(): readonly number[] {
    return this.#source.getState();
  }

  /** Splits off a generator that makes the next draws of this one, which itself jumps 2⁶⁴ draws ahead. */
  fork(): Generator {
    const fork = new Generator(this.state);
    this.#source.jump();
    return fork;
  }

  /** Draws 32 random bits as a whole number from 0. */
  bits(): number {
    return this.#source.next() >>> 0;
  }

  /** Draws from the uniform distribution over [`from`, `to`), with 53 random bits. Default: [0, 1). */
  uniform(from = 0, to = 1): number {
    return from + (to - from) * (((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53);
  }

  /** Draws a whole number from `from` to `to`, both included, each exactly as likely. */
  integer(from: number, to: number): number {
    return uniformInt(this.#source, from, to);
  }

  /** Draws a whole number from 0 to `n` - 1, each exactly as likely. `n` is at most 2³². */
  below(n: number): number {
    return this.integer(0, n - 1);
  }

  /**
   * Draws from the standard Gumbel distribution, as a 32-bit float, from 32 random bits. The arg max of logits plus such
   * noise is a sample of the softmax (the Gumbel-max trick).
   */
  gumbel(): number {
    return Math.fround(-Math.log(-Math.log((this.bits() + 0.5) / 2 ** 32)));
  }

  /**
   * Shuffles in place, by the Fisher–Yates algorithm.
   * Source: Durstenfeld (1964), "Algorithm 235: Random Permutation".
   *
   * @param items - A list or typed array.
   * @param below - Draws an index below `n`. Default: from `uniform`.
   */
  shuffle<Items extends { length: number; [index: number]: unknown }>(
    items: Items,
    below: (n: number) => number = (n) => Math.floor(this.uniform() * n),
  ): Items {
    for (let last = items.length - 1; last > 0; last--) {
      const other = below(last + 1);
      const item = items[last];
      items[last] = items[other];
      items[other] = item;
    }
    return items;
  }

  /** Draws a dropout mask in place: 0 with probability `rate`, rounded to 1 in 65,536, and otherwise 1. */
  mask(entries: Uint8Array, rate: number): Uint8Array {
    const threshold = Math.round(rate * 0x1_0000);
    for (let k = 0; k < entries.length; k += 2) {
      const bits = this.bits();
      entries[k] = Number((bits & 0xffff) >= threshold);
      if (k + 1 < entries.length) entries[k + 1] = Number(bits >>> 16 >= threshold);
    }
    return entries;
  }
}

/** Hashes a seed, so that neighboring seeds are far apart. Source: Appleby (2011), MurmurHash3, its 32-bit finalizer. */
const hashedSeed = (seed: number): number => finalized(seed) >>> 0;

/** Hashes 32 bits, after a step of the golden ratio per `word`. */
const mix = (bits: number, word: number): number => finalized((bits + Math.imul(word, 0x9e3779b9)) | 0);

function finalized(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
