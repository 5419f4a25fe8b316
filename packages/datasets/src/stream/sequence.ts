import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { BaseCursor, CursorReader, DONE, type Now } from './cursor.js';
import { readCount, readPosition, type StreamPosition, type StreamSource } from './stream-source.js';

interface Sequence<T> {
  /** The number of sources; may be infinite. */
  readonly count: number;
  /** The name of a source in the position: `'epoch'`. */
  readonly name: string;
  readonly at: string;
  sourceOf(index: number): StreamSource<T>;
}

/** The examples of several sources one after another, each opened when the one before has ended. */
export function sequenceSource<T>(sequence: Sequence<T>): StreamSource<T> {
  const { at, name, count } = sequence;
  return {
    open(from) {
      const position = readPosition(at, from, [name, 'inner']);
      if (position === undefined) return new SequenceCursor(sequence, 0);
      const last = count === Number.POSITIVE_INFINITY ? undefined : Math.max(0, count - 1);
      return new SequenceCursor(sequence, readCount(at, name, position[name]!, last), position.inner);
    },
  };
}

class SequenceCursor<T> extends BaseCursor<T> {
  readonly #sequence: Sequence<T>;
  #index: number;
  #inner: CursorReader<T> | undefined;
  /** Whether the source has ended and the next one is to be opened. */
  #ended = false;
  #closed = false;
  /** Whether this source has given an example: endless repetition of none must not hang. */
  #given: boolean;

  constructor(sequence: Sequence<T>, index: number, position?: StreamPosition) {
    super();
    this.#sequence = sequence;
    this.#index = index;
    this.#given = position !== undefined;
    if (index < sequence.count) this.#inner = new CursorReader(sequence.sourceOf(index).open(position));
  }

  nextNow(): Now<T> {
    if (this.#ended) return undefined;
    if (this.#inner === undefined) return DONE;
    const now = this.#inner.now();
    if (now?.done) {
      if (this.#index + 1 >= this.#sequence.count) return now;
      this.#ended = true;
      return undefined;
    }
    if (now) this.#given = true;
    return now;
  }

  protected async wait(): Promise<void> {
    if (!this.#ended) return this.#inner?.wait();
    const { name, count, at } = this.#sequence;
    if (!this.#given && count === Number.POSITIVE_INFINITY) {
      throw new DatasetError(`There is no example in ${name} ${this.#index} of ${at}: it would never end.`);
    }
    await this.#closeInner();
    this.#ended = false;
    if (this.#closed) return;
    this.#index++;
    this.#inner = new CursorReader(this.#sequence.sourceOf(this.#index).open());
    this.#given = false;
  }

  position(): StreamPosition {
    const { at, name } = this.#sequence;
    return { at, [name]: this.#index, inner: this.#inner?.position() ?? null };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#closeInner();
  }

  async #closeInner(): Promise<void> {
    const inner = this.#inner;
    this.#inner = undefined;
    await inner?.close();
  }
}

/** The examples of `sourceOf(0)`, then those of `sourceOf(1)` and so on. Positions hold the epoch. */
export function repeatedSource<T>(
  sourceOf: (epoch: number) => StreamSource<T>,
  count: number,
  what = 'The number of epochs',
): StreamSource<T> {
  const endless = count === Number.POSITIVE_INFINITY;
  if (!endless) checkValue(what, count, wholeNumber(0), DatasetError);
  return sequenceSource({ at: endless ? 'epochs' : `epochs(${count})`, name: 'epoch', count, sourceOf });
}
