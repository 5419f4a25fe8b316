import { countIn, readPosition } from './position.js';
import type { StreamPosition, StreamSource } from './stream-source.js';
import { DONE, type Now, VerbCursor } from './verb-cursor.js';

/**
 * Examples that can be had by their index, in order. A position is the index of the next one.
 *
 * @param at What it is, in positions and errors; it should differ wherever the examples do.
 * @param length How many; may be infinite.
 */
export function indexedSource<T>(
  at: string,
  length: number,
  exampleAt: (index: number) => T,
): StreamSource<T> {
  return {
    open(from) {
      const position = readPosition(at, from, ['index']);
      const last = length === Number.POSITIVE_INFINITY ? undefined : length;
      const index = position === undefined ? 0 : countIn(at, 'index', position.index, last);
      return new IndexedCursor(at, length, exampleAt, index);
    },
  };
}

class IndexedCursor<T> extends VerbCursor<T> {
  readonly #at: string;
  readonly #length: number;
  readonly #exampleAt: (index: number) => T;
  #index: number;

  constructor(at: string, length: number, exampleAt: (index: number) => T, index: number) {
    super();
    this.#at = at;
    this.#length = length;
    this.#exampleAt = exampleAt;
    this.#index = index;
  }

  nextNow(): Now<T> {
    if (this.#index >= this.#length) return DONE;
    return { done: false, value: this.#exampleAt(this.#index++) };
  }

  /** There is never anything to wait for. */
  async wait(): Promise<void> {}

  position(): StreamPosition {
    return { at: this.#at, index: this.#index };
  }

  async close(): Promise<void> {}
}
