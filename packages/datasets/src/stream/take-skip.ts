import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { DONE, InnerCursor, type Now } from './cursor.js';
import {
  readCount,
  readPosition,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from './stream-source.js';

/** The first `count` examples. Reads no further. */
export function takeSource<T>(source: StreamSource<T>, count: number): StreamSource<T> {
  checkValue('The number of examples to take', count, wholeNumber(0), DatasetError);
  const at = `take(${count})`;
  return {
    open(from) {
      const position = readPosition(at, from, ['given', 'inner']);
      const given = position === undefined ? 0 : readCount(at, 'given', position.given, count);
      return new TakeCursor(source.open(position?.inner), at, count, given);
    },
  };
}

class TakeCursor<T> extends InnerCursor<T, T> {
  readonly #at: string;
  readonly #count: number;
  #given: number;

  constructor(inner: StreamCursor<T>, at: string, count: number, given: number) {
    super(inner);
    this.#at = at;
    this.#count = count;
    this.#given = given;
  }

  nextNow(): Now<T> {
    if (this.#given === this.#count) return DONE;
    const now = this.inner.now();
    if (now !== undefined && !now.done) this.#given++;
    return now;
  }

  position(): StreamPosition {
    return { at: this.#at, given: this.#given, inner: this.inner.position() };
  }
}

/** All but the first `count` examples, which are read and dropped. */
export function skipSource<T>(source: StreamSource<T>, count: number): StreamSource<T> {
  checkValue('The number of examples to skip', count, wholeNumber(0), DatasetError);
  const at = `skip(${count})`;
  return {
    open(from) {
      const position = readPosition(at, from, ['left', 'inner']);
      const left = position === undefined ? count : readCount(at, 'left', position.left, count);
      return new SkipCursor(source.open(position?.inner), at, left);
    },
  };
}

class SkipCursor<T> extends InnerCursor<T, T> {
  readonly #at: string;
  /** How many are still to be dropped. */
  #left: number;

  constructor(inner: StreamCursor<T>, at: string, left: number) {
    super(inner);
    this.#at = at;
    this.#left = left;
  }

  nextNow(): Now<T> {
    for (;;) {
      const now = this.inner.now();
      if (now === undefined || now.done || this.#left === 0) return now;
      this.#left--;
    }
  }

  position(): StreamPosition {
    return { at: this.#at, left: this.#left, inner: this.inner.position() };
  }
}
