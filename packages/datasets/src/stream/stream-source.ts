/** A value that JSON can hold without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Where an iteration stands: any JSON value, which only the source that made it understands. Store it with
 * `JSON.stringify` and give it back after `JSON.parse`, in this process or another.
 */
export type StreamPosition = Json;

/** Something that can be read from the start, or on from a position, any number of times. */
export interface StreamSource<T> {
  /**
   * Starts to read. Nothing needs to be opened before the first `next()`.
   *
   * @param position What `position()` of a cursor of this source gave; without it, the start.
   * @throws DatasetError if the position is not one of this source.
   */
  open(position?: StreamPosition): StreamCursor<T>;
}

/** One reader of a {@link StreamSource}. It is asked for one example at a time. */
export interface StreamCursor<T> {
  /** The next example. After the last one `done` is true, and stays so. */
  next(): Promise<IteratorResult<T, undefined>>;
  /**
   * The next example if it is at hand without waiting; `undefined` if `next()` has to be called. Offer it where
   * examples come many at a time: a promise for each costs more than most examples.
   */
  nextNow?(): IteratorResult<T, undefined> | undefined;
  /**
   * Where this cursor stands: `open()` with it gives exactly the examples that this cursor has not given. It is
   * called often, and never while a `next()` is under way, so it must be cheap.
   */
  position(): StreamPosition;
  /** Lets go of files and connections. Called once, possibly before the end and while `next()` is under way. */
  close(): Promise<void>;
}
