import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import { countIn, readPosition } from '../position.js';
import type { StreamCursor, StreamPosition, StreamSource } from '../stream-source.js';
import { DONE, InnerCursor, type Now } from '../verb-cursor.js';

/** The first `count` examples. Reads no further. */
export function takeSource<T>(source: StreamSource<T>, count: number): StreamSource<T> {
  checkValue('The number of examples to take', count, wholeNumber(0), DatasetError);
  const at = `take(${count})`;
  return {
    open(from) {
      const position = readPosition(at, from, ['given', 'inner']);
      const given = position === undefined ? 0 : countIn(at, 'given', position.given, count);
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
