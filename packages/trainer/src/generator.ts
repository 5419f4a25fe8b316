import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { scattered } from './scattered.js';

/**
 * The one source of randomness of a training: initial weights, the order of examples, dropout. Its state can be
 * stored, so that a resumed run draws what the uninterrupted one would have drawn.
 */
export class Generator {
  #source: ReturnType<typeof xoroshiro128plus>;

  /** @param seed - A whole number, or the state of another generator. */
  constructor(seed: number | readonly number[]) {
    if (typeof seed === 'number') {
      // Its states are linear in the seed: what two neighbors draw would differ in the same few bits all along.
      this.#source = xoroshiro128plus(scattered(seed));
      this.#source.jump();
    } else {
      this.#source = xoroshiro128plusFromState(seed);
    }
  }

  get state(): readonly number[] {
    return this.#source.getState();
  }

  /** 32 random bits as a whole number from 0. */
  bits(): number {
    return this.#source.next() >>> 0;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
  }

  /** Shuffles in place (R. Durstenfeld, Algorithm 235: Random Permutation, 1964). */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = Math.floor(this.uniform() * (last + 1));
      [items[last], items[other]] = [items[other], items[last]];
    }
    return items;
  }

  /** Draws entries in place: 0 with probability `rate`, to 1 in 65,536, and otherwise 1. */
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
