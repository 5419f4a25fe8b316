import { aFunction, checkOptions, checkValue, shown, wholeNumber } from '@rnnlab/shared';
import { type DatasetCard, withoutFeatures } from '../card.js';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { INSPECT, inspected } from '../inspect.js';
import type { BucketOptions } from '../length-buckets.js';
import { requireFrom, StreamIteration } from './stream-iteration.js';
import type { StreamCursor, StreamPosition, StreamSource } from './stream-source.js';
import { batchSource } from './verbs/batch.js';
import { bucketSource } from './verbs/bucket-by-length.js';
import { filterSource } from './verbs/filter.js';
import { mapSource } from './verbs/map.js';
import { prefetchSource } from './verbs/prefetch.js';
import { epochsSource } from './verbs/repeat.js';
import { sequenceSource } from './verbs/sequence.js';
import { type ShuffleOptions, shuffleSource } from './verbs/shuffle.js';
import { skipSource } from './verbs/skip.js';
import { takeSource } from './verbs/take.js';

/**
 * What can be done with a stream: each verb gives a new one and reads nothing. How a stream is made, of a source or of a
 * dataset, `DatasetStream` says, which knows datasets too.
 */
export abstract class StreamVerbs<T> implements AsyncIterable<T>, StreamSource<T> {
  /** Name, license, features and so on, where they are known. */
  readonly card: DatasetCard | undefined;
  readonly #source: StreamSource<T>;

  constructor(source: StreamSource<T>, card?: DatasetCard) {
    this.#source = source;
    this.card = card;
  }

  /** A stream of another source. */
  protected abstract derive<U>(source: StreamSource<U>, card: DatasetCard | undefined): DatasetStream<U>;

  /**
   * Starts to read. Leaving a `for await` loop closes the source; where `next()` was called by hand,
   * `await iteration.return()` does, or `await using`, or else a file stays open. The position stays readable.
   *
   * @param options.from The position of an iteration of the same pipeline, to go on there. Default: the start.
   * @throws DatasetError if the position is of another pipeline: of other verbs, in another order, or with other
   * options. Functions given to the verbs are not compared.
   */
  iterate(options: { readonly from?: StreamPosition | undefined } = {}): StreamIteration<T> {
    return new StreamIteration(this, requireFrom(options));
  }

  [Symbol.asyncIterator](): StreamIteration<T> {
    return this.iterate();
  }

  /** Opens a cursor: what a source does that is built on this one. To read examples, iterate. */
  open(position?: StreamPosition): StreamCursor<T> {
    return this.#source.open(position);
  }

  /**
   * Applies `transform` to each example.
   *
   * @param transform Gives the new example or a promise of it. The index counts the examples from 0.
   * @param options.concurrency How many promises may be under way at a time; the order stays. Default 1.
   */
  map<U>(
    transform: (example: T, index: number) => U,
    options: { readonly concurrency?: number | undefined } = {},
  ): DatasetStream<Awaited<U>> {
    checkValue('The `transform` of map', transform, aFunction, DatasetError);
    checkOptions('map', options, ['concurrency'], DatasetError);
    const { concurrency = 1 } = options;
    checkValue('The `concurrency` of map', concurrency, wholeNumber(1), DatasetError);
    const card = withoutFeatures(this.card);
    if (concurrency === 1) return this.derive(mapSource(this, transform), card);
    return this.derive(
      prefetchSource(mapSource(this, transform, { settle: false }), concurrency),
      card,
    ) as DatasetStream<Awaited<U>>;
  }

  /** The examples for which `keep` is true, or a promise of true. The index counts all examples from 0. */
  filter<U extends T>(keep: (example: T, index: number) => example is U): DatasetStream<U>;
  filter(keep: (example: T, index: number) => boolean | PromiseLike<boolean>): DatasetStream<T>;
  filter(keep: (example: T, index: number) => boolean | PromiseLike<boolean>): DatasetStream<T> {
    checkValue('The `keep` of filter', keep, aFunction, DatasetError);
    return this.derive(filterSource(this, keep), this.card);
  }

  /** The first `count` examples, or all if there are fewer. Nothing after them is read. */
  take(count: number): DatasetStream<T> {
    return this.derive(takeSource(this, count), this.card);
  }

  /** All but the first `count` examples, which are read and passed over. */
  skip(count: number): DatasetStream<T> {
    return this.derive(skipSource(this, count), this.card);
  }

  /** The examples of this stream, then those of each of `others`. */
  concat<U = T>(...others: readonly DatasetStream<U>[]): DatasetStream<T | U> {
    for (const other of others) {
      if (typeof Object(other).open === 'function') continue;
      const hint = typeof Object(other).stream === 'function' ? ': `dataset.stream()` is one' : '';
      throw new DatasetError(
        `concat of a DatasetStream takes DatasetStreams, received ${shown(other)}${hint}.`,
      );
    }
    const parts: readonly StreamVerbs<T | U>[] = [this as StreamVerbs<T | U>, ...others];
    const source = sequenceSource({
      at: `concat(${parts.length})`,
      name: 'part',
      count: parts.length,
      sourceOf: (part) => parts[part]!,
    });
    return this.derive(source, parts.every((part) => part.card === this.card) ? this.card : undefined);
  }

  /**
   * All examples again and again, in the same order. For another order in each epoch, see `epochs`.
   *
   * @param times How often. Default: without end.
   */
  repeat(times = Number.POSITIVE_INFINITY): DatasetStream<T> {
    return this.derive(
      epochsSource(() => this, times, 'The number of times to repeat'),
      this.card,
    );
  }

  /**
   * Shuffles as far as a buffer allows: it is filled, then gives a random example of it and reads the next in its
   * place. The order is the same for the same seed on every platform.
   *
   * Resuming costs the time of the draws made so far (some 10 million a second), and reads again what the buffer
   * held: some buffer × ln(buffer) examples, from a few places of the source.
   *
   * @param options.seed An integer from 0 to 2³² - 1.
   * @param options.buffer How many examples are held. Default 1000. A stream of no more than these comes out
   * in a uniformly random order.
   */
  shuffle(options: ShuffleOptions): DatasetStream<T> {
    return this.derive(shuffleSource(this, options), this.card);
  }

  /**
   * Groups consecutive examples into arrays of `size`.
   *
   * @param size Examples per batch, 1 or more.
   * @param options.dropLast Leave out a last batch that is smaller than `size`. Default `false`.
   */
  batch(
    size: number,
    options: { readonly dropLast?: boolean | undefined } = {},
  ): DatasetStream<readonly T[]> {
    checkOptions('batch', options, ['dropLast'], DatasetError);
    return this.derive(batchSource(this, size, options.dropLast ?? false), withoutFeatures(this.card));
  }

  /**
   * Batches of examples of like lengths, so that little has to be padded: a pool of `pool` batches is read,
   * sorted by length, cut into batches, and these come in random order; then the next pool. The examples of a
   * pool are taken as they come: shuffle before, so that other examples meet in each epoch.
   *
   * Resuming reads one pool again.
   *
   * @param options.batchSize Examples per batch, 1 or more.
   * @param options.length The length of an example.
   * @param options.seed Of the order of the batches, from 0 to 2³² - 1. Without it they come from short to long.
   * @param options.pool Batches per pool. Default 100.
   * @param options.dropLast Leave the last examples out that do not fill a batch. Default `false`.
   */
  bucketByLength(options: BucketOptions<T>): DatasetStream<readonly T[]> {
    return this.derive(bucketSource(this, options), withoutFeatures(this.card));
  }

  /**
   * Reads up to `count` examples ahead while the one before is in use, in order. What was read ahead is not part
   * of a position.
   */
  prefetch(count: number): DatasetStream<T> {
    return this.derive(prefetchSource(this, count) as StreamSource<T>, this.card);
  }

  [INSPECT](): string {
    return inspected(this, undefined, this.card?.name);
  }

  /** Reads everything into an array. Does not end if the stream is endless: use `take` first. */
  async toArray(): Promise<T[]> {
    const examples: T[] = [];
    for await (const example of this) examples.push(example);
    return examples;
  }
}
