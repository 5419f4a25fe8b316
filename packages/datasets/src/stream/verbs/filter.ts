import { countIn, readPosition } from '../position.js';
import type { StreamCursor, StreamPosition, StreamSource } from '../stream-source.js';
import { InnerCursor, isPromise, type Now } from '../verb-cursor.js';

const AT = 'filter';

type Keep<T> = (example: T, index: number) => boolean | PromiseLike<boolean>;

/** The examples for which `keep` is true. */
export function filterSource<T>(source: StreamSource<T>, keep: Keep<T>): StreamSource<T> {
  return {
    open(from) {
      const position = readPosition(AT, from, ['index', 'inner']);
      const index = position === undefined ? 0 : countIn(AT, 'index', position.index);
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
    return { at: AT, index: this.#index, inner: this.inner.position() };
  }
}
