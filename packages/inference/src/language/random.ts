import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Where the draws of a text come from. Its state can be kept, to go on with the same draws later. */
export class Random {
  #source: ReturnType<typeof xoroshiro128plus>;

  /**
   * @param seed - A whole number, or the state of another one.
   * @param stream - Which of the independent streams of the seed, from 0: the texts of one call have one each.
   */
  constructor(seed: number | readonly number[], stream = 0) {
    if (typeof seed === 'number') {
      this.#source = xoroshiro128plus(seed);
      // Neighbouring seeds start from nearly equal states, whose first draws are alike; after a jump they are not.
      for (let k = 0; k <= stream; k++) this.#source.jump();
    } else {
      this.#source = xoroshiro128plusFromState(seed);
    }
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
