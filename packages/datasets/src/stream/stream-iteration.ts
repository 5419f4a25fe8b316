import { checkOptions } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { CursorReader, DONE } from './cursor.js';
import { readCount, readPosition, type StreamPosition, type StreamSource } from './stream-source.js';

const AT = 'an iteration';
/** After so many examples that came without waiting, the position is noted. */
const NOTE_EVERY = 64;

declare global {
  /** What `await using` takes: with `Symbol.asyncDispose` in `esnext.disposable` of TypeScript, empty without it. */
  interface AsyncDisposable {}
}

// biome-ignore lint/correctness/noUnusedVariables: a class and its interface have the same parameters
export interface StreamIteration<T> extends AsyncDisposable {}

/**
 * One pass over a {@link DatasetStream}, made by its `iterate()`. Leaving a `for await` loop closes it, as `return()`
 * and `await using` do; its position stays readable.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the static block defines the method where it can be
export class StreamIteration<T> implements AsyncIterableIterator<T, undefined> {
  readonly #pull: CursorReader<T>;
  /** A position, and how many examples were given since: what is true also while an example is awaited. */
  #noted: StreamPosition;
  #since: number;
  /** Examples to skip before the first one. */
  #again: number;
  /** Whether an example is awaited, and what settles when it is there or failed. */
  #busy = false;
  #settled: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  static {
    // Not every engine has this symbol yet.
    const { asyncDispose } = Symbol as { readonly asyncDispose?: symbol };
    if (asyncDispose !== undefined) {
      const value = async function (this: StreamIteration<unknown>): Promise<void> {
        await this.return();
      };
      Object.defineProperty(StreamIteration.prototype, asyncDispose, {
        value,
        writable: true,
        configurable: true,
      });
    }
  }

  /** @param from - The {@link position} to resume from. */
  constructor(source: StreamSource<T>, from?: StreamPosition) {
    if (typeof from === 'string') {
      throw new DatasetError(
        'A position to resume from was given as text: expected what JSON.parse makes of it.',
      );
    }
    const position = readPosition(AT, from, ['again', 'inner']);
    this.#again = position === undefined ? 0 : readCount(AT, 'again', position.again);
    this.#pull = new CursorReader(source.open(position?.inner));
    this.#noted = position?.inner ?? this.#pull.position();
    this.#since = this.#again;
  }

  /**
   * The position of this iteration, after the last example it gave: `iterate({ from })` gives exactly the rest. It
   * can be read at any time, also after the loop was left or failed, and goes through JSON without loss.
   *
   * Between two examples it is exact; while one is awaited, or after a failure, resuming reads again up to 64
   * examples and skips them.
   */
  get position(): StreamPosition {
    if (this.#quiet()) this.#note();
    return { at: AT, again: this.#since, inner: this.#noted };
  }

  /** Gives the next example. */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#closed) return this.#closed.then(() => DONE);
    if (this.#busy) return this.#settled.then(() => this.next());
    if (this.#again > 0) return this.#wait();
    try {
      const now = this.#pull.now();
      if (now === undefined) return this.#wait();
      if (now.done) return this.return();
      this.#since++;
      if (this.#since >= NOTE_EVERY) this.#note();
      return Promise.resolve(now);
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** Closes the source; `for await` calls it when the loop is left. */
  return(): Promise<IteratorReturnResult<undefined>> {
    if (this.#closed === undefined) {
      if (this.#quiet()) this.#note();
      this.#closed = this.#pull.close();
    }
    return this.#closed.then(() => DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether the cursor is exactly after the last example given. */
  #quiet(): boolean {
    return !this.#busy && this.#closed === undefined && this.#again === 0;
  }

  #note(): void {
    this.#noted = this.#pull.position();
    this.#since = 0;
  }

  #wait(): Promise<IteratorResult<T, undefined>> {
    this.#busy = true;
    const arrives = this.#arrive();
    // Who waits for this to settle does not fail with it.
    this.#settled = arrives.catch(() => undefined);
    return arrives;
  }

  /** Skips what was given before, then continues to the next example, waiting as often as it takes. */
  async #arrive(): Promise<IteratorResult<T, undefined>> {
    try {
      while (this.#closed === undefined) {
        const now = this.#pull.now();
        if (now === undefined) {
          await this.#pull.wait();
        } else if (now.done) {
          this.#again = 0;
          this.#busy = false;
          return await this.return();
        } else if (this.#again > 0) {
          this.#again--;
        } else {
          this.#busy = false;
          this.#note();
          return now;
        }
      }
    } catch (error) {
      // A cursor that was closed while it read may fail for that reason.
      if (this.#closed === undefined) return this.#fail(error);
    }
    await this.#closed;
    return DONE;
  }

  /** Closes, and leaves the position before the example that failed. */
  async #fail(error: unknown): Promise<never> {
    this.#closed = this.#pull.close();
    await this.#closed.catch(() => undefined);
    throw error;
  }
}

/** The position among the options of `iterate`. @throws {DatasetError} If the position itself was given as options. */
export function positionOf(options: {
  readonly from?: StreamPosition | undefined;
}): StreamPosition | undefined {
  if (typeof options === 'object' && options !== null && 'at' in options && 'inner' in options) {
    throw new DatasetError('iterate takes a position as { from: position }, not the position alone.');
  }
  checkOptions('iterate', options, ['from'], DatasetError);
  return options.from;
}
