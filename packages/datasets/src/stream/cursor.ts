import type { StreamCursor, StreamPosition } from './stream-source.js';

/** The next result of a cursor; `undefined` where it has to be waited for. */
export type Now<T> = IteratorResult<T, undefined> | undefined;

export const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * A cursor that is written once for both ways of reading: `nextNow` gives an example or `undefined`, `wait`
 * waits for more input. `nextNow` keeps in fields what it has read so far, to continue after `wait`; called
 * again before, it gives `undefined` again.
 */
export abstract class BaseCursor<T> implements StreamCursor<T> {
  abstract nextNow(): Now<T>;
  protected abstract wait(): Promise<void>;
  abstract position(): StreamPosition;
  abstract close(): Promise<void>;

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const now = this.nextNow();
      if (now !== undefined) return now;
      await this.wait();
    }
  }
}

/** Reads any cursor by `now` and `wait`, whether it has a `nextNow` or not. */
export class CursorReader<T> {
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

  /** The position of the cursor. Not to be asked between `wait` and `now`. */
  position(): StreamPosition {
    return this.#cursor.position();
  }

  close(): Promise<void> {
    return this.#cursor.close();
  }
}

/** A cursor over another one. */
export abstract class InnerCursor<T, U> extends BaseCursor<U> {
  protected readonly inner: CursorReader<T>;

  constructor(inner: StreamCursor<T>) {
    super();
    this.inner = new CursorReader(inner);
  }

  protected wait(): Promise<void> {
    return this.inner.wait();
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
