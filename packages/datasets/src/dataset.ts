import { aFunction, checkOptions, checkValue, shown, wholeNumber } from '@rnnlab/shared';
import { type DatasetCard, INSPECT, inspected, withoutFeatures } from './card.js';
import { DatasetError } from './error.js';
import { shuffledIndices } from './sampling/shuffled-indices.js';
import { batchSource } from './stream/batch.js';
import { type BucketOptions, bucketIndices, bucketSource } from './stream/bucket-by-length.js';
import { isPromise } from './stream/cursor.js';
import { filterSource, mapSource } from './stream/map-filter.js';
import { prefetchSource } from './stream/prefetch.js';
import { repeatedSource, sequenceSource } from './stream/sequence.js';
import { type ShuffleOptions, shuffleSource } from './stream/shuffle.js';
import { type ExampleSource, indexedSource, iterableSource, type OpenIterable } from './stream/sources.js';
import { positionOf, StreamIteration } from './stream/stream-iteration.js';
import {
  type Fingerprint,
  fingerprint,
  type StreamCursor,
  type StreamPosition,
  type StreamSource,
} from './stream/stream-source.js';
import { skipSource, takeSource } from './stream/take-skip.js';

/** Which examples a method selected: those at some indices, or a range. */
export type Selection = Uint32Array | { readonly start: number; readonly length: number };

/**
 * An immutable collection of examples with random access.
 *
 * Every method returns a new dataset and copies no example: `map` runs when an example is read (and again
 * when it is read again), `shuffle`, `filter` and `select` keep a list of indices.
 *
 * Methods that select examples keep the {@link DatasetCard}; `map` and `batch` change what an example is, so
 * they drop the card's `features`; `concat` keeps the card only if all its parts share it.
 *
 * @example
 * const words = Dataset.from(['one', 'two', 'three', 'four']);
 * words.map((word) => word.length).toArray(); // [3, 3, 5, 4]
 * for (const batch of words.shuffle({ seed: 1 }).batch(2)) console.log(batch);
 */
export class Dataset<T> implements Iterable<T>, ExampleSource<T> {
  /** Name, license, features and so on, where they are known. */
  readonly card: DatasetCard | undefined;
  readonly #source: ExampleSource<T>;
  #fingerprint: Fingerprint = 'all';

  /** Wraps a source that does not change; to wrap an array or another iterable use {@link Dataset.from}. */
  constructor(source: ExampleSource<T>, card?: DatasetCard) {
    this.#source = source;
    this.card = card;
  }

  /** Makes a dataset of the elements of `examples`, which are read once, now. */
  static from<T>(examples: Iterable<T>, card?: DatasetCard): Dataset<T> {
    if (typeof Object(examples)[Symbol.iterator] !== 'function') {
      throw new DatasetError(`Dataset.from takes an iterable of examples, received ${shown(examples)}.`);
    }
    const array = [...examples];
    return new Dataset({ length: array.length, at: (index) => array[index] as T }, card);
  }

  /** The number of examples. */
  get length(): number {
    return this.#source.length;
  }

  /**
   * Returns the example at `index`.
   *
   * @throws {DatasetError} Unless `index` is an integer from 0 to length - 1.
   */
  at(index: number): T {
    this.#requireIndex(index);
    return this.#source.at(index);
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let i = 0; i < this.length; i++) yield this.#source.at(i);
  }

  /** Iterates like the synchronous iteration, and awaits examples that are promises (after a `map` with an async function). */
  async *[Symbol.asyncIterator](): AsyncGenerator<Awaited<T>, void, undefined> {
    for (let i = 0; i < this.length; i++) yield await this.#source.at(i);
  }

  /** Applies `transform` to each example when it is read; it should give the same result every time. */
  map<U>(transform: (example: T, index: number) => U): Dataset<U> {
    checkValue('The `transform` of map', transform, aFunction, DatasetError);
    const source = this.#source;
    const at = (index: number): U => transform(source.at(index), index);
    return this.#derive({ length: source.length, at }, withoutFeatures(this.card), 'map');
  }

  /**
   * Keeps the examples for which `keep` is true. Reads every example once, now.
   *
   * @throws {DatasetError} If `keep` gives a promise: streams have a `filter` that awaits.
   */
  filter<U extends T>(keep: (example: T, index: number) => example is U): Dataset<U>;
  filter(keep: (example: T, index: number) => boolean): Dataset<T>;
  filter(keep: (example: T, index: number) => boolean): Dataset<T> {
    checkValue('The `keep` of filter', keep, aFunction, DatasetError);
    const indices: number[] = [];
    for (let i = 0; i < this.length; i++) {
      const kept = keep(this.#source.at(i), i);
      if (isPromise(kept)) {
        throw new DatasetError(
          'The `keep` of filter must give true or false, not a promise: `dataset.stream().filter(keep)` awaits it.',
        );
      }
      if (kept) indices.push(i);
    }
    return this.#pick(Uint32Array.from(indices));
  }

  /**
   * Selects the examples at `indices`, in that order; an index may come more than once.
   *
   * @throws {DatasetError} If an index is out of range, or `indices` is no array.
   */
  select(indices: ArrayLike<number>): Dataset<T> {
    if (typeof indices !== 'object' || !Number.isInteger(indices?.length)) {
      throw new DatasetError(`select takes an array of indices, received ${shown(indices)}.`);
    }
    for (let i = 0; i < indices.length; i++) this.#requireIndex(indices[i]!);
    return this.#pick(Uint32Array.from(indices));
  }

  /** Keeps the first `count` examples, or all if there are fewer. */
  take(count: number): Dataset<T> {
    checkValue('The number of examples to take', count, wholeNumber(0), DatasetError);
    return this.#slice(0, Math.min(count, this.length));
  }

  /** Keeps all but the first `count` examples. */
  skip(count: number): Dataset<T> {
    checkValue('The number of examples to skip', count, wholeNumber(0), DatasetError);
    const start = Math.min(count, this.length);
    return this.#slice(start, this.length - start);
  }

  /** Appends the examples of each of `others`. */
  concat<U = T>(...others: readonly Dataset<U>[]): Dataset<T | U> {
    for (const other of others) {
      if (other instanceof Dataset) continue;
      throw new DatasetError(`concat of a Dataset takes Datasets, received ${shown(other)}.`);
    }
    const parts: readonly Dataset<T | U>[] = [this as Dataset<T | U>, ...others];
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const at = (index: number): T | U => {
      let offset = index;
      for (const part of parts) {
        if (offset < part.length) return part.#source.at(offset);
        offset -= part.length;
      }
      throw new DatasetError(`Example ${index} is out of range: the parts hold ${length}.`);
    };
    const card = parts.every((part) => part.card === this.card) ? this.card : undefined;
    const step = `concat ${parts.map((part) => `${part.length} ${part.#fingerprint}`)}`;
    return this.#derive({ length, at }, card, step);
  }

  /**
   * Shuffles by one permutation of the indices, the same for the same seed on every platform.
   *
   * @param options.seed - An integer from 0 to 2³² - 1.
   */
  shuffle(options: { readonly seed: number }): Dataset<T> {
    checkOptions('shuffle of a Dataset', options, ['seed'], DatasetError);
    return this.#pick(shuffledIndices(this.length, options.seed));
  }

  /**
   * Groups consecutive examples into arrays of `size`.
   *
   * @param size - Examples per batch, 1 or more.
   * @param options.dropLast - Whether to drop a last batch that is smaller than `size`. Default: `false`.
   */
  batch(size: number, options: { readonly dropLast?: boolean | undefined } = {}): Dataset<readonly T[]> {
    checkValue('The batch size', size, wholeNumber(1), DatasetError);
    checkOptions('batch', options, ['dropLast'], DatasetError);
    const source = this.#source;
    const batches = source.length / size;
    const at = (index: number): readonly T[] => {
      const start = index * size;
      const length = Math.min(size, source.length - start);
      return Array.from({ length }, (_, i) => source.at(start + i));
    };
    const length = options.dropLast ? Math.floor(batches) : Math.ceil(batches);
    return this.#derive({ length, at }, withoutFeatures(this.card), `batch ${size}`);
  }

  /**
   * Batches examples of similar lengths, so that little has to be padded.
   *
   * With a seed the examples are shuffled, then taken in pools of `pool` batches; each pool is sorted by length
   * (equal lengths stay in random order) and cut into batches, and all batches are shuffled. Another seed puts
   * other examples together: give each epoch its own. Without a seed the pools are taken in the order of the
   * examples, and the batches of each come from short to long. With `dropLast`, the examples that do not fill a batch
   * are random ones with a seed, otherwise the last. A `pool` of `Infinity` sorts all examples.
   *
   * The lengths of all examples are read once, now; the examples again when a batch is read.
   *
   * @throws {DatasetError} If an option is out of range or a length is not a number of 0 or more.
   *
   * @example
   * for (const batch of train.bucketByLength({ batchSize: 32, length: ({ text }) => text.length, seed: epoch })) …
   */
  bucketByLength(options: BucketOptions<T>): Dataset<readonly T[]> {
    const source = this.#source;
    const batches = bucketIndices(source, options);
    const at = (index: number): readonly T[] => batches[index]!.map((i) => source.at(i));
    const card = withoutFeatures(this.card);
    return this.#derive({ length: batches.length, at }, card, 'bucketByLength', batches.flat());
  }

  /** Returns the same examples as a stream: what is asynchronous is awaited, one example at a time. */
  stream(): DatasetStream<Awaited<T>> {
    return new DatasetStream(
      mapSource(this.#indexed(), (example) => example),
      this.card,
    );
  }

  /**
   * Starts an asynchronous iteration whose position can be stored, to resume with exactly the remaining examples in
   * this process or another. Leaving a `for await` loop closes it; where `next()` was called by hand, `return()` does.
   *
   * @param options.from - The position of an iteration of a dataset that was made in the same way. Default: the
   * start.
   * @throws {DatasetError} If the dataset of that position had another length, or its examples were selected or
   * ordered in another way (other methods, sizes or seeds). The examples themselves are not compared.
   *
   * @example
   * const batches = train.shuffle({ seed: 1 }).batch(32);
   * const iteration = batches.iterate();
   * for await (const batch of iteration) if (enough(batch)) break;
   * const stored = JSON.stringify(iteration.position);
   * for await (const batch of batches.iterate({ from: JSON.parse(stored) })) step(batch); // the rest
   */
  iterate(options: { readonly from?: StreamPosition | undefined } = {}): StreamIteration<Awaited<T>> {
    return this.stream().iterate(options);
  }

  /**
   * Returns a stream of the same examples that reads up to `count` of them ahead, in order. Examples that are
   * promises (after a `map` with an async function) are awaited together, so that up to `count` are pending at a time.
   *
   * @example
   * const photos = Dataset.from(addresses).map(fetchPhoto).prefetch(8);
   */
  prefetch(count: number): DatasetStream<Awaited<T>> {
    return new DatasetStream(prefetchSource(this.#indexed(), count), this.card);
  }

  [INSPECT](): string {
    return inspected(this, this.length, this.card?.name);
  }

  /** Returns all examples in a new array. */
  toArray(): T[] {
    return [...this];
  }

  /** The examples in order, promises as they are. */
  #indexed(): StreamSource<T> {
    const source = this.#source;
    const at = `a dataset of ${source.length} examples (${this.#fingerprint})`;
    return indexedSource(at, source.length, (index) => source.at(index));
  }

  #slice(start: number, length: number): Dataset<T> {
    const source = this.#source;
    const at = (index: number): T => source.at(start + index);
    return this.#selected({ length, at }, { start, length }, `from ${start}`);
  }

  #pick(indices: Uint32Array): Dataset<T> {
    const source = this.#source;
    const at = (index: number): T => source.at(indices[index]!);
    return this.#selected({ length: indices.length, at }, indices, 'pick', indices);
  }

  /** Makes the dataset of selected examples. A subclass may make one of its own kind, of the same examples. */
  protected choose(source: ExampleSource<T>, _selection: Selection): Dataset<T> {
    return new Dataset(source, this.card);
  }

  #selected(source: ExampleSource<T>, selection: Selection, step: string, indices?: Uint32Array): Dataset<T> {
    const dataset = this.choose(source, selection);
    dataset.#fingerprint = fingerprint(this.#fingerprint, `${this.length} ${step}`, indices);
    return dataset;
  }

  #derive<U>(
    source: ExampleSource<U>,
    card: DatasetCard | undefined,
    step: string,
    indices?: ArrayLike<number>,
  ): Dataset<U> {
    const dataset = new Dataset(source, card);
    dataset.#fingerprint = fingerprint(this.#fingerprint, `${this.length} ${step}`, indices);
    return dataset;
  }

  #requireIndex(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    const expected = this.length === 0 ? 'the dataset is empty' : `expected 0 to ${this.length - 1}`;
    throw new DatasetError(`There is no example at index ${shown(index)}: ${expected}.`);
  }
}

/**
 * Examples that are read one after another: from a file that is too large for memory, from the network, from a
 * generator. A stream may be endless, and can be iterated any number of times, from the start or from a stored position.
 *
 * Every method returns a new stream and reads nothing. Methods that select examples keep the {@link DatasetCard};
 * those that change what an example is drop its `features`.
 *
 * @example
 * const iteration = stream.shuffle({ seed: 1 }).batch(32).iterate();
 * for await (const batch of iteration) if (enough(batch)) break;
 * const stored = JSON.stringify(iteration.position);
 * // later, perhaps in another process, with the same pipeline: exactly the rest
 * for await (const batch of stream.shuffle({ seed: 1 }).batch(32).iterate({ from: JSON.parse(stored) })) train(batch);
 */
export class DatasetStream<T> implements AsyncIterable<T>, StreamSource<T> {
  /** Name, license, features and so on, where they are known. */
  readonly card: DatasetCard | undefined;
  readonly #source: StreamSource<T>;

  /** Wraps a source; to wrap an array, a generator or another iterable use {@link DatasetStream.from}. */
  constructor(source: StreamSource<T>, card?: DatasetCard) {
    this.#source = source;
    this.card = card;
  }

  /**
   * Makes a stream of the elements of any iterable, asynchronous or not.
   *
   * @param open - Gives the iterable anew for each pass. It has to give the same elements each time for a position
   * to be of use; resuming reads all elements before it again.
   *
   * @example
   * DatasetStream.from(async function* () {
   *   for (let page = 0; page < 10; page++) yield* await rowsOf(page);
   * });
   */
  static from<T>(open: OpenIterable<T>, card?: DatasetCard): DatasetStream<T> {
    if (typeof open !== 'function') {
      throw new DatasetError(
        `DatasetStream.from takes a function that gives the examples anew for each pass, such as () => examples, received ${shown(open)}.`,
      );
    }
    return new DatasetStream(iterableSource(open), card);
  }

  /**
   * Starts to read. Leaving a `for await` loop closes the source; where `next()` was called by hand,
   * `await iteration.return()` does, or `await using`, or else a file stays open. The position stays readable.
   *
   * @param options.from - The position of an iteration of the same pipeline to resume from. Default: the start.
   * @throws {DatasetError} If the position is of another pipeline: of other methods, in another order, or with other
   * options. Functions given to the methods are not compared.
   */
  iterate(options: { readonly from?: StreamPosition | undefined } = {}): StreamIteration<T> {
    return new StreamIteration(this, positionOf(options));
  }

  [Symbol.asyncIterator](): StreamIteration<T> {
    return this.iterate();
  }

  /** Opens a cursor, as a source does that is built on this one. To read examples, use {@link iterate}. */
  open(position?: StreamPosition): StreamCursor<T> {
    return this.#source.open(position);
  }

  /**
   * Applies `transform` to each example.
   *
   * @param transform - Gives the new example or a promise of it. The index counts the examples from 0.
   * @param options.concurrency - How many promises may be pending at a time; the order stays. Default: 1.
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
    if (concurrency === 1) return new DatasetStream(mapSource(this, transform), card);
    const pending = mapSource(this, transform, { settle: false });
    return new DatasetStream(prefetchSource(pending, concurrency), card) as DatasetStream<Awaited<U>>;
  }

  /** Keeps the examples for which `keep` is true, or a promise of true. The index counts all examples from 0. */
  filter<U extends T>(keep: (example: T, index: number) => example is U): DatasetStream<U>;
  filter(keep: (example: T, index: number) => boolean | PromiseLike<boolean>): DatasetStream<T>;
  filter(keep: (example: T, index: number) => boolean | PromiseLike<boolean>): DatasetStream<T> {
    checkValue('The `keep` of filter', keep, aFunction, DatasetError);
    return new DatasetStream(filterSource(this, keep), this.card);
  }

  /** Keeps the first `count` examples, or all if there are fewer. Nothing after them is read. */
  take(count: number): DatasetStream<T> {
    return new DatasetStream(takeSource(this, count), this.card);
  }

  /** Keeps all but the first `count` examples, which are read and dropped. */
  skip(count: number): DatasetStream<T> {
    return new DatasetStream(skipSource(this, count), this.card);
  }

  /** Appends the examples of each of `others`. */
  concat<U = T>(...others: readonly DatasetStream<U>[]): DatasetStream<T | U> {
    for (const other of others) {
      if (typeof Object(other).open === 'function') continue;
      const hint = typeof Object(other).stream === 'function' ? ': `dataset.stream()` is one' : '';
      throw new DatasetError(
        `concat of a DatasetStream takes DatasetStreams, received ${shown(other)}${hint}.`,
      );
    }
    const parts: readonly DatasetStream<T | U>[] = [this as DatasetStream<T | U>, ...others];
    const count = parts.length;
    const sourceOf = (part: number): StreamSource<T | U> => parts[part]!;
    const source = sequenceSource({ at: `concat(${count})`, name: 'part', count, sourceOf });
    const shared = parts.every((part) => part.card === this.card);
    return new DatasetStream(source, shared ? this.card : undefined);
  }

  /**
   * Repeats all examples in the same order. For another order in each epoch, see `epochs`.
   *
   * @param times - How often. Default: without end.
   */
  repeat(times = Number.POSITIVE_INFINITY): DatasetStream<T> {
    const source = repeatedSource(() => this, times, 'The number of times to repeat');
    return new DatasetStream(source, this.card);
  }

  /**
   * Shuffles within a buffer: it is filled, then each draw gives a random example of it and reads the next one in its
   * place. The order is the same for the same seed on every platform.
   *
   * Resuming costs the time of the draws made so far (some 10 million a second), and reads again what the buffer
   * held: some buffer × ln(buffer) examples, from a few positions of the source.
   */
  shuffle(options: ShuffleOptions): DatasetStream<T> {
    return new DatasetStream(shuffleSource(this, options), this.card);
  }

  /**
   * Groups consecutive examples into arrays of `size`.
   *
   * @param size - Examples per batch, 1 or more.
   * @param options.dropLast - Whether to drop a last batch that is smaller than `size`. Default: `false`.
   */
  batch(
    size: number,
    options: { readonly dropLast?: boolean | undefined } = {},
  ): DatasetStream<readonly T[]> {
    checkOptions('batch', options, ['dropLast'], DatasetError);
    const source = batchSource(this, size, options.dropLast ?? false);
    return new DatasetStream(source, withoutFeatures(this.card));
  }

  /**
   * Batches examples of similar lengths, so that little has to be padded: a pool of `pool` batches is read,
   * sorted by length, cut into batches, and these come in random order (without a seed from short to long); then the
   * next pool. The examples of a pool are taken as they come: shuffle before, so that other examples meet in each epoch.
   *
   * Resuming reads one pool again.
   */
  bucketByLength(options: BucketOptions<T>): DatasetStream<readonly T[]> {
    return new DatasetStream(bucketSource(this, options), withoutFeatures(this.card));
  }

  /** Reads up to `count` examples ahead while the one before is in use, in order; a position does not hold them. */
  prefetch(count: number): DatasetStream<T> {
    return new DatasetStream(prefetchSource(this, count) as StreamSource<T>, this.card);
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

  /** Reads everything into memory, for random access. Does not end if the stream is endless: use `take` first. */
  async toDataset(): Promise<Dataset<T>> {
    return Dataset.from(await this.toArray(), this.card);
  }
}
