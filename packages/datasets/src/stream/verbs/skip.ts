import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import { countIn, readPosition } from '../position.js';
import type { StreamCursor, StreamPosition, StreamSource } from '../stream-source.js';
import { InnerCursor, type Now } from '../verb-cursor.js';

/** All but the first `count` examples, which are read and passed over. */
export function skipSource<T>(source: StreamSource<T>, count: number): StreamSource<T> {
  checkValue('The number of examples to skip', count, wholeNumber(0), DatasetError);
  const at = `skip(${count})`;
  return {
    open(from) {
      const position = readPosition(at, from, ['left', 'inner']);
      const left = position === undefined ? count : countIn(at, 'left', position.left, count);
      return new SkipCursor(source.open(position?.inner), at, left);
    },
  };
}

class SkipCursor<T> extends InnerCursor<T, T> {
  readonly #at: string;
  /** How many are still to be passed over. */
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
