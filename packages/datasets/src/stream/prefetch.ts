import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { DONE, InnerCursor, isPromise, type Now } from './cursor.js';
import { readPosition, type StreamCursor, type StreamPosition, type StreamSource } from './stream-source.js';

const AT = 'prefetch';

/** Reads up to `count` examples ahead, in order. Examples that are promises are awaited, all of them at once. */
export function prefetchSource<T>(source: StreamSource<T>, count: number): StreamSource<Awaited<T>> {
  checkValue('The number of examples to prefetch', count, wholeNumber(1), DatasetError);
  return {
    open(from) {
      // However much was read ahead, the position is that of the last example given.
      const position = readPosition(AT, from, ['inner']);
      return new PrefetchCursor(source.open(position?.inner), count, position?.inner);
    },
  };
}

interface Ahead<T> {
  /** The example or its promise, a failure, or the end. */
  readonly result: IteratorResult<T, undefined> | { readonly error: unknown };
  /** The position of the inner cursor after it. */
  readonly after: StreamPosition;
}

class PrefetchCursor<T> extends InnerCursor<T, Awaited<T>> {
  readonly #count: number;
  readonly #queue: Ahead<T>[] = [];
  #position: StreamPosition;
  #filling: Promise<void> | undefined;
  #ended = false;
  #arrived: Now<Awaited<T>>;

  constructor(inner: StreamCursor<T>, count: number, position: StreamPosition | undefined) {
    super(inner);
    this.#count = count;
    this.#position = position ?? inner.position();
  }

  nextNow(): Now<Awaited<T>> {
    if (this.#filling === undefined && !this.#ended) this.#fill();
    const arrived = this.#arrived;
    if (arrived !== undefined) {
      this.#arrived = undefined;
      this.#give();
      return arrived;
    }
    const first = this.#queue[0];
    if (first === undefined) return this.#ended ? DONE : undefined;
    if ('error' in first.result) throw first.result.error;
    if (isPromise(first.result.value)) return undefined;
    if (!first.result.done) this.#give();
    return first.result as Now<Awaited<T>>;
  }

  protected override async wait(): Promise<void> {
    const first = this.#queue[0];
    if (first === undefined) await this.#filling;
    else if ('value' in first.result) this.#arrived = { done: false, value: await (first.result.value as T) };
  }

  position(): StreamPosition {
    return { at: AT, inner: this.#position };
  }

  override async close(): Promise<void> {
    this.#ended = true;
    this.#queue.length = 0;
    await super.close();
  }

  #give(): void {
    this.#position = this.#queue.shift()!.after;
    if (this.#filling === undefined && !this.#ended) this.#fill();
  }

  /** Reads until the queue is full; where it has to wait, it continues in the background. */
  #fill(): void {
    try {
      while (!this.#ended && this.#queue.length < this.#count) {
        const now = this.inner.now();
        if (now === undefined) {
          this.#filling = super.wait().then(
            () => this.#refill(),
            (error: unknown) => this.#failed(error),
          );
          return;
        }
        this.#add(now);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  #refill(): void {
    this.#filling = undefined;
    this.#fill();
  }

  #failed(error: unknown): void {
    this.#filling = undefined;
    if (this.#ended) return;
    this.#ended = true;
    this.#queue.push({ result: { error }, after: this.#position });
  }

  #add(result: IteratorResult<T, undefined>): void {
    this.#ended ||= result.done === true;
    // A failure is met when its turn comes; until then it must not count as unhandled.
    if (isPromise(result.value)) result.value.then(undefined, () => undefined);
    this.#queue.push({ result, after: this.inner.position() });
  }
}
