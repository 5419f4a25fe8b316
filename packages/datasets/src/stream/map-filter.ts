import { InnerCursor, isPromise, type Now } from './cursor.js';
import {
  readCount,
  readPosition,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from './stream-source.js';

const MAP = 'map';

/**
 * Applies `transform` to each example. A promise that it gives is awaited before the next example is read, or
 * given as it is if `settle` is false.
 */
export function mapSource<T, U>(
  source: StreamSource<T>,
  transform: (example: T, index: number) => U,
  options: { readonly settle?: boolean } = {},
): StreamSource<Awaited<U>> {
  return {
    open(from) {
      const position = readPosition(MAP, from, ['index', 'inner']);
      const index = position === undefined ? 0 : readCount(MAP, 'index', position.index);
      return new MapCursor(source.open(position?.inner), transform, index, options.settle ?? true);
    },
  };
}

class MapCursor<T, U> extends InnerCursor<T, Awaited<U>> {
  readonly #transform: (example: T, index: number) => U;
  readonly #settle: boolean;
  #index: number;
  #promise: PromiseLike<Awaited<U>> | undefined;
  #arrived: Now<Awaited<U>>;

  constructor(
    inner: StreamCursor<T>,
    transform: (example: T, index: number) => U,
    index: number,
    settle: boolean,
  ) {
    super(inner);
    this.#settle = settle;
    this.#transform = transform;
    this.#index = index;
  }

  nextNow(): Now<Awaited<U>> {
    const arrived = this.#arrived;
    if (arrived !== undefined) {
      this.#arrived = undefined;
      return arrived;
    }
    if (this.#promise !== undefined) return undefined;
    const now = this.inner.now();
    if (now === undefined || now.done) return now;
    const value = this.#transform(now.value, this.#index++);
    if (!this.#settle || !isPromise(value)) return { done: false, value: value as Awaited<U> };
    this.#promise = value as PromiseLike<Awaited<U>>;
    return undefined;
  }

  protected override async wait(): Promise<void> {
    const promise = this.#promise;
    if (promise === undefined) return super.wait();
    this.#arrived = { done: false, value: await promise };
    this.#promise = undefined;
  }

  position(): StreamPosition {
    return { at: MAP, index: this.#index, inner: this.inner.position() };
  }
}

const FILTER = 'filter';

type Keep<T> = (example: T, index: number) => boolean | PromiseLike<boolean>;

/** The examples for which `keep` is true. */
export function filterSource<T>(source: StreamSource<T>, keep: Keep<T>): StreamSource<T> {
  return {
    open(from) {
      const position = readPosition(FILTER, from, ['index', 'inner']);
      const index = position === undefined ? 0 : readCount(FILTER, 'index', position.index);
      return new FilterCursor(source.open(position?.inner), keep, index);
    },
  };
}

class FilterCursor<T> extends InnerCursor<T, T> {
  readonly #keep: Keep<T>;
  #index: number;
  /** An example whose verdict is awaited, and that verdict. */
  #judged: IteratorYieldResult<T> | undefined;
  #verdict: boolean | PromiseLike<boolean> = false;

  constructor(inner: StreamCursor<T>, keep: Keep<T>, index: number) {
    super(inner);
    this.#keep = keep;
    this.#index = index;
  }

  nextNow(): Now<T> {
    const judged = this.#judged;
    if (judged !== undefined) {
      if (isPromise(this.#verdict)) return undefined;
      this.#judged = undefined;
      if (this.#verdict) return judged;
    }
    for (;;) {
      const now = this.inner.now();
      if (now === undefined || now.done) return now;
      const verdict = this.#keep(now.value, this.#index++);
      if (isPromise(verdict)) {
        this.#judged = now;
        this.#verdict = verdict;
        return undefined;
      }
      if (verdict) return now;
    }
  }

  protected override async wait(): Promise<void> {
    if (this.#judged === undefined) return super.wait();
    this.#verdict = await this.#verdict;
  }

  position(): StreamPosition {
    return { at: FILTER, index: this.#index, inner: this.inner.position() };
  }
}
