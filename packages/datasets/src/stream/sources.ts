import { shown } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { BaseCursor, DONE, type Now } from './cursor.js';
import {
  readCount,
  readPosition,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from './stream-source.js';

/** Anything that knows its length and gives the example at 0 … length-1. */
export interface ExampleSource<T> {
  /** The number of examples. */
  readonly length: number;
  /** Gives the example at an index. */
  at(index: number): T;
}

/**
 * Examples that can be had by their index, in order. A position is the index of the next one.
 *
 * @param at - What it is, in positions and errors; it should differ wherever the examples do.
 * @param length - How many; may be infinite.
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
      const index = position === undefined ? 0 : readCount(at, 'index', position.index, last);
      return new IndexedCursor(at, length, exampleAt, index);
    },
  };
}

class IndexedCursor<T> extends BaseCursor<T> {
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

const AT = 'an iterable';

/** A function that gives all examples on each call: an array, a generator, the rows of a database cursor. */
export type OpenIterable<T> = () => Iterable<T> | AsyncIterable<T>;

/** The examples of any iterable. Resuming reads it from the start and skips those that were given. */
export function iterableSource<T>(iterable: OpenIterable<T>): StreamSource<T> {
  return {
    open(from) {
      const position = readPosition(AT, from, ['given']);
      return new IterableCursor(
        iterable,
        position === undefined ? 0 : readCount(AT, 'given', position.given),
      );
    },
  };
}

class IterableCursor<T> implements StreamCursor<T> {
  readonly #open: OpenIterable<T>;
  #iterator: Iterator<T> | undefined;
  #asyncIterator: AsyncIterator<T> | undefined;
  #given: number;
  /** How many are to be skipped before the next one. */
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
        `An iterable ended ${this.#again} examples before the position to resume from: it must give the same examples each time.`,
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
