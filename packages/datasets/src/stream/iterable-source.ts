import { shown } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { countIn, readPosition } from './position.js';
import type { StreamCursor, StreamPosition, StreamSource } from './stream-source.js';
import { DONE, type Now } from './verb-cursor.js';

const AT = 'an iterable';

/** What gives the examples anew on each call: an array, a generator, the rows of a database cursor. */
export type OpenIterable<T> = () => Iterable<T> | AsyncIterable<T>;

/** The examples of any iterable. Resuming reads it from the start and passes over those that were given. */
export function iterableSource<T>(iterable: OpenIterable<T>): StreamSource<T> {
  return {
    open(from) {
      const position = readPosition(AT, from, ['given']);
      return new IterableCursor(iterable, position === undefined ? 0 : countIn(AT, 'given', position.given));
    },
  };
}

class IterableCursor<T> implements StreamCursor<T> {
  readonly #open: OpenIterable<T>;
  #iterator: Iterator<T> | undefined;
  #asyncIterator: AsyncIterator<T> | undefined;
  #given: number;
  /** How many are to be passed over before the next one. */
  #again: number;
  #done = false;

  constructor(open: OpenIterable<T>, given: number) {
    this.#open = open;
    this.#given = given;
    this.#again = given;
  }

  nextNow(): Now<T> {
    if (this.#done) return DONE;
    this.#start();
    if (this.#iterator === undefined) return undefined;
    for (;;) {
      const now = this.#count(this.#iterator.next());
      if (now !== undefined) return now;
    }
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const now = this.nextNow() ?? this.#count(await this.#asyncIterator!.next());
      if (now !== undefined) return now;
    }
  }

  position(): StreamPosition {
    return { at: AT, given: this.#given };
  }

  async close(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    await (this.#iterator?.return?.() ?? this.#asyncIterator?.return?.());
  }

  #start(): void {
    if (this.#iterator ?? this.#asyncIterator) return;
    const given: unknown = this.#open();
    const iterable: object = Object(given);
    if (Symbol.asyncIterator in iterable) {
      this.#asyncIterator = (iterable as AsyncIterable<T>)[Symbol.asyncIterator]();
    } else if (Symbol.iterator in iterable) {
      this.#iterator = (iterable as Iterable<T>)[Symbol.iterator]();
    } else {
      throw new DatasetError(
        `The function of DatasetStream.from must give an iterable of examples, received ${shown(given)}.`,
      );
    }
  }

  /** Counts an example; undefined if it was given before the position. */
  #count(result: IteratorResult<T>): Now<T> {
    if (result.done) {
      this.#done = true;
      if (this.#again === 0) return DONE;
      throw new DatasetError(
        `An iterable ended ${this.#again} examples before the position to go on from: it must give the same examples each time.`,
      );
    }
    if (this.#again === 0) {
      this.#given++;
      return result as IteratorYieldResult<T>;
    }
    this.#again--;
    return undefined;
  }
}
