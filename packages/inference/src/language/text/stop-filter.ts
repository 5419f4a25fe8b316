/** Ends a text before the first of some strings. What may be the beginning of one is held back until that is known. */
export class StopFilter {
  readonly #stops: readonly string[];
  #held = '';
  #stopped = false;

  /** @param stops - Strings that are not empty. */
  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  /** True once one of the strings has come. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** What of a piece can be shown. */
  push(piece: string): string {
    if (this.#stopped) return '';
    if (this.#stops.length === 0) return piece;
    const text = this.#held + piece;
    const ends = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    if (ends.length > 0) {
      this.#stopped = true;
      this.#held = '';
      return text.slice(0, Math.min(...ends));
    }
    const held = Math.max(...this.#stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - held);
    return text.slice(0, text.length - held);
  }

  /** What was held back, of a text that ends otherwise. */
  end(): string {
    return this.#stopped ? '' : this.#held;
  }
}

/** How much of the beginning of `stop` the end of `text` is. */
function overlap(text: string, stop: string): number {
  for (let size = Math.min(text.length, stop.length - 1); size > 0; size--) {
    if (text.endsWith(stop.slice(0, size))) return size;
  }
  return 0;
}
