import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { InnerCursor, type Now } from './cursor.js';
import { readPosition, type StreamCursor, type StreamPosition, type StreamSource } from './stream-source.js';

/** Groups consecutive examples into arrays of `size`; the last may be smaller, unless it is dropped. */
export function batchSource<T>(
  source: StreamSource<T>,
  size: number,
  dropLast: boolean,
): StreamSource<readonly T[]> {
  checkValue('The batch size', size, wholeNumber(1), DatasetError);
  const at = `batch(${size}${dropLast ? ', dropLast' : ''})`;
  return {
    open(from) {
      const position = readPosition(at, from, ['inner']);
      return new BatchCursor(source.open(position?.inner), at, size, dropLast);
    },
  };
}

class BatchCursor<T> extends InnerCursor<T, readonly T[]> {
  readonly #at: string;
  readonly #size: number;
  readonly #dropLast: boolean;
  #examples: T[] = [];

  constructor(inner: StreamCursor<T>, at: string, size: number, dropLast: boolean) {
    super(inner);
    this.#at = at;
    this.#size = size;
    this.#dropLast = dropLast;
  }

  nextNow(): Now<readonly T[]> {
    while (this.#examples.length < this.#size) {
      const now = this.inner.now();
      if (now === undefined) return undefined;
      if (!now.done) this.#examples.push(now.value);
      else if (this.#examples.length === 0 || this.#dropLast) return now;
      else break;
    }
    const value = this.#examples;
    this.#examples = [];
    return { done: false, value };
  }

  position(): StreamPosition {
    return { at: this.#at, inner: this.inner.position() };
  }
}
