import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Where the draws of a text come from. Its state can be kept, to go on with the same draws later. */
export class Random {
  #source: ReturnType<typeof xoroshiro128plus>;

  /** @param seed - A whole number, or the state of another one. */
  constructor(seed: number | readonly number[]) {
    if (typeof seed === 'number') {
      // Its states are linear in the seed: what two neighbors draw would differ in the same few bits all along.
      this.#source = xoroshiro128plus(scattered(seed));
      this.#source.jump();
    } else {
      this.#source = xoroshiro128plusFromState(seed);
    }
  }

  /** A source with the next draws of this one, which itself goes on 2⁶⁴ draws later. */
  fork(): Random {
    const fork = new Random(this.state);
    this.#source.jump();
    return fork;
  }

  get state(): readonly number[] {
    return this.#source.getState();
  }

  /** Uniform in (0, 1), with 32 random bits. */
  uniform(): number {
    return ((this.#source.next() >>> 0) + 0.5) / 2 ** 32;
  }

  /** From the standard Gumbel distribution, as a 32-bit float: the largest of logits plus such noise is a draw from the softmax. */
  gumbel(): number {
    return Math.fround(-Math.log(-Math.log(this.uniform())));
  }
}

/** A seed in whose place neighbors are far apart. Source: A. Appleby, MurmurHash3, 2011 (its 32-bit finalizer). */
function scattered(seed: number): number {
  let bits = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
