import type { StreamCursor, StreamPosition } from './stream-source.js';

/** What a cursor gives for one example; `undefined` where it has to be waited for. */
export type Now<T> = IteratorResult<T, undefined> | undefined;

export const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * A cursor that is written once for both ways of reading: `nextNow` gives an example or `undefined`, `wait`
 * brings what was lacking. `nextNow` keeps what it has read so far in fields, to go on after `wait`.
 */
export abstract class VerbCursor<T> implements StreamCursor<T> {
  abstract nextNow(): Now<T>;
  protected abstract wait(): Promise<void>;
  abstract position(): StreamPosition;
  abstract close(): Promise<void>;

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const result = this.nextNow();
      if (result !== undefined) return result;
      await this.wait();
    }
  }
}

/** Reads any cursor by `now` and `wait`, whether it has a `nextNow` or not. */
export class Pull<T> {
  readonly #cursor: StreamCursor<T>;
  #arrived: Now<T>;

  constructor(cursor: StreamCursor<T>) {
    this.#cursor = cursor;
  }

  /** The next example, or `undefined` if `wait` has to bring it. */
  now(): Now<T> {
    const arrived = this.#arrived;
    if (arrived === undefined) return this.#cursor.nextNow?.();
    this.#arrived = undefined;
    return arrived;
  }

  async wait(): Promise<void> {
    this.#arrived = await this.#cursor.next();
  }

  /** Where the cursor stands. Not to be asked between `wait` and `now`. */
  position(): StreamPosition {
    return this.#cursor.position();
  }

  close(): Promise<void> {
    return this.#cursor.close();
  }
}
