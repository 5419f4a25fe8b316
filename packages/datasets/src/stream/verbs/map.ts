import { countIn, readPosition } from '../position.js';
import type { StreamCursor, StreamPosition, StreamSource } from '../stream-source.js';
import { InnerCursor, isPromise, type Now } from '../verb-cursor.js';

const AT = 'map';

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
      const position = readPosition(AT, from, ['index', 'inner']);
      const index = position === undefined ? 0 : countIn(AT, 'index', position.index);
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
    return { at: AT, index: this.#index, inner: this.inner.position() };
  }
}
