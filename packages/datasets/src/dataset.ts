import { aFunction, checkOptions, checkValue, shown, wholeNumber } from '@rnnlab/shared';
import { type DatasetCard, withoutFeatures } from './card.js';
import { DatasetError } from './error.js';
import { INSPECT, inspected } from './inspect.js';
import { type BucketOptions, bucketIndices } from './length-buckets.js';
import { shuffledIndices } from './shuffled-indices.js';
import { afterStep, type Steps } from './steps.js';
import { indexedSource } from './stream/indexed-source.js';
import { iterableSource, type OpenIterable } from './stream/iterable-source.js';
import type { StreamIteration } from './stream/stream-iteration.js';
import type { StreamPosition, StreamSource } from './stream/stream-source.js';
import { StreamVerbs } from './stream/stream-verbs.js';
import { isPromise } from './stream/verb-cursor.js';
import { mapSource } from './stream/verbs/map.js';
import { prefetchSource } from './stream/verbs/prefetch.js';

/** Anything that knows its length and gives the example at 0 … length-1. */
export interface ExampleSource<T> {
  readonly length: number;
  at(index: number): T;
}

/** Which examples a verb chose: those at some indices, or from one on. */
export type Choice = Uint32Array | { readonly start: number; readonly length: number };

/**
 * An immutable collection of examples with random access.
 *
 * Every verb returns a new dataset and copies no example: `map` runs when an example is read (and again
 * when it is read again), `shuffle`, `filter` and `select` keep a list of indices.
 *
 * Verbs that choose examples keep the {@link DatasetCard}; `map` and `batch` change what an example is, so
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
  #steps: Steps = 'all';

  /** Wraps a source that does not change; to wrap an array or another iterable use {@link Dataset.from}. */
  constructor(source: ExampleSource<T>, card?: DatasetCard) {
    this.#source = source;
    this.card = card;
  }

  /** A dataset of the elements of `examples`, which are read once, now. */
  static from<T>(examples: Iterable<T>, card?: DatasetCard): Dataset<T> {
    if (typeof Object(examples)[Symbol.iterator] !== 'function') {
      throw new DatasetError(`Dataset.from takes an iterable of examples, received ${shown(examples)}.`);
    }
    const array = [...examples];
    return new Dataset({ length: array.length, at: (index) => array[index] as T }, card);
  }

  get length(): number {
    return this.#source.length;
  }

  /**
   * The example at `index`.
   *
   * @throws DatasetError unless `index` is an integer from 0 to length-1.
   */
  at(index: number): T {
    this.#requireIndex(index);
    return this.#source.at(index);
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let i = 0; i < this.length; i++) yield this.#source.at(i);
  }

  /** Like the synchronous iteration, and awaits examples that are promises (after a `map` with an async function). */
  async *[Symbol.asyncIterator](): AsyncGenerator<Awaited<T>, void, undefined> {
    for (let i = 0; i < this.length; i++) yield await this.#source.at(i);
  }

  /** Applies `transform` to each example when it is read; it should give the same result every time. */
  map<U>(transform: (example: T, index: number) => U): Dataset<U> {
    checkValue('The `transform` of map', transform, aFunction, DatasetError);
    const source = this.#source;
    return this.#derive(
      { length: source.length, at: (index) => transform(source.at(index), index) },
      withoutFeatures(this.card),
      'map',
    );
  }

  /**
   * The examples for which `keep` is true. Reads every example once, now.
   *
   * @throws DatasetError if `keep` gives a promise: streams have a `filter` that awaits.
   */
  filter<U extends T>(keep: (example: T, index: number) => example is U): Dataset<U>;
  filter(keep: (example: T, index: number) => boolean): Dataset<T>;
  filter(keep: (example: T, index: number) => boolean): Dataset<T> {
    checkValue('The `keep` of filter', keep, aFunction, DatasetError);
    const indices: number[] = [];
    for (let i = 0; i < this.length; i++) {
      const verdict = keep(this.#source.at(i), i);
      if (isPromise(verdict)) {
        throw new DatasetError(
          'The `keep` of filter must give true or false, not a promise: `dataset.stream().filter(keep)` awaits it.',
        );
      }
      if (verdict) indices.push(i);
    }
    return this.#pick(Uint32Array.from(indices));
  }

  /**
   * The examples at `indices`, in that order; an index may come more than once.
   *
   * @throws DatasetError if an index is out of range, or `indices` is no array.
   */
  select(indices: ArrayLike<number>): Dataset<T> {
    if (typeof indices !== 'object' || !Number.isInteger(indices?.length)) {
      throw new DatasetError(`select takes an array of indices, received ${shown(indices)}.`);
    }
    for (let i = 0; i < indices.length; i++) this.#requireIndex(indices[i]!);
    return this.#pick(Uint32Array.from(indices));
  }

  /** The first `count` examples, or all if there are fewer. */
  take(count: number): Dataset<T> {
    checkValue('The number of examples to take', count, wholeNumber(0), DatasetError);
    return this.#slice(0, Math.min(count, this.length));
  }

  /** All but the first `count` examples. */
  skip(count: number): Dataset<T> {
    checkValue('The number of examples to skip', count, wholeNumber(0), DatasetError);
    const start = Math.min(count, this.length);
    return this.#slice(start, this.length - start);
  }

  /** The examples of this dataset, then those of each of `others`. */
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
    return this.#derive(
      { length, at },
      parts.every((part) => part.card === this.card) ? this.card : undefined,
      `concat ${parts.map((part) => `${part.length} ${part.#steps}`)}`,
    );
  }

  /**
   * The same examples in a random order: one permutation of the indices, the same for the same seed on
   * every platform.
   *
   * @param options.seed An integer from 0 to 2³² - 1.
   */
  shuffle(options: { readonly seed: number }): Dataset<T> {
    checkOptions('shuffle of a Dataset', options, ['seed'], DatasetError);
    return this.#pick(shuffledIndices(this.length, options.seed));
  }

  /**
   * Groups consecutive examples into arrays of `size`.
   *
   * @param size Examples per batch, 1 or more.
   * @param options.dropLast Leave out a last batch that is smaller than `size`. Default `false`.
   */
  batch(size: number, options: { readonly dropLast?: boolean | undefined } = {}): Dataset<readonly T[]> {
    checkValue('The batch size', size, wholeNumber(1), DatasetError);
    checkOptions('batch', options, ['dropLast'], DatasetError);
    const source = this.#source;
    const batches = source.length / size;
    return this.#derive(
      {
        length: options.dropLast ? Math.floor(batches) : Math.ceil(batches),
        at: (index) => {
          const start = index * size;
          const length = Math.min(size, source.length - start);
          return Array.from({ length }, (_, i) => source.at(start + i));
        },
      },
      withoutFeatures(this.card),
      `batch ${size}`,
    );
  }

  /**
   * Batches of examples of like lengths, so that little has to be padded.
   *
   * With a seed the examples are shuffled, then taken in pools of `pool` batches; each pool is sorted by length
   * (equal lengths stay in random order) and cut into batches, and all batches are shuffled. Another seed puts
   * other examples together: give each epoch its own. Without a seed the pools are taken in the order of the
   * examples, and the batches of each come from short to long.
   *
   * The lengths of all examples are read once, now; the examples again when a batch is read.
   *
   * @param options.batchSize Examples per batch, 1 or more.
   * @param options.length The length of an example.
   * @param options.seed An integer from 0 to 2³² - 1. Default: no shuffling.
   * @param options.pool Batches per pool: more for less padding, fewer for more chance. Default 100; `Infinity`
   * sorts all examples.
   * @param options.dropLast Leave out the examples (random ones with a seed, otherwise the last) that do not fill
   * a batch. Default `false`.
   * @throws DatasetError if an option is out of range or a length is not a number of 0 or more.
   *
   * @example
   * for (const batch of train.bucketByLength({ batchSize: 32, length: ({ text }) => text.length, seed: epoch })) …
   */
  bucketByLength(options: BucketOptions<T>): Dataset<readonly T[]> {
    const source = this.#source;
    const batches = bucketIndices(source, options);
    return this.#derive(
      { length: batches.length, at: (index) => batches[index]!.map((i) => source.at(i)) },
      withoutFeatures(this.card),
      'bucketByLength',
      batches.flat(),
    );
  }

  /** The same examples as a stream: what is asynchronous is awaited, one example at a time. */
  stream(): DatasetStream<Awaited<T>> {
    return new DatasetStream(
      mapSource(this.#indexed(), (example) => example),
      this.card,
    );
  }

  /**
   * Starts an asynchronous iteration whose position can be stored, to go on with exactly the rest in this process
   * or another. Leaving a `for await` loop closes it; where `next()` was called by hand, `return()` does.
   *
   * @param options.from The position of an iteration of a dataset that was made in the same way. Default: the
   * start.
   * @throws DatasetError if the dataset of that position had another length, or its examples were chosen or
   * ordered in another way (other verbs, sizes or seeds). The examples themselves are not compared.
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
   * A stream of the same examples that reads up to `count` of them ahead, in order. Examples that are promises
   * (after a `map` with an async function) are awaited together, so that up to `count` are under way at a time.
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

  /** All examples in a new array. */
  toArray(): T[] {
    return [...this];
  }

  /** The examples in order, promises as they are. */
  #indexed(): StreamSource<T> {
    const source = this.#source;
    const at = `a dataset of ${source.length} examples (${this.#steps})`;
    return indexedSource(at, source.length, (index) => source.at(index));
  }

  #slice(start: number, length: number): Dataset<T> {
    const source = this.#source;
    const at = (index: number): T => source.at(start + index);
    return this.#chosen({ length, at }, { start, length }, `from ${start}`);
  }

  #pick(indices: Uint32Array): Dataset<T> {
    const source = this.#source;
    const at = (index: number): T => source.at(indices[index]!);
    return this.#chosen({ length: indices.length, at }, indices, 'pick', indices);
  }

  /** Makes the dataset of examples that a verb chose. A subclass may make one of its own kind, of the same examples. */
  protected choose(source: ExampleSource<T>, _choice: Choice): Dataset<T> {
    return new Dataset(source, this.card);
  }

  #chosen(source: ExampleSource<T>, choice: Choice, step: string, indices?: Uint32Array): Dataset<T> {
    const dataset = this.choose(source, choice);
    dataset.#steps = afterStep(this.#steps, `${this.length} ${step}`, indices);
    return dataset;
  }

  #derive<U>(
    source: ExampleSource<U>,
    card: DatasetCard | undefined,
    step: string,
    indices?: ArrayLike<number>,
  ): Dataset<U> {
    const dataset = new Dataset(source, card);
    dataset.#steps = afterStep(this.#steps, `${this.length} ${step}`, indices);
    return dataset;
  }

  #requireIndex(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    const expected = this.length === 0 ? 'the dataset is empty' : `expected 0 to ${this.length - 1}`;
    throw new DatasetError(`There is no example at index ${shown(index)}: ${expected}.`);
  }
}

/**
 * Examples that are read one after another, as they come: from a file that is too large for memory, from the
 * net, from a generator. It may be endless. It can be iterated any number of times, each time from the start, or
 * on from a position that was stored.
 *
 * Every verb returns a new stream and reads nothing. Verbs that choose examples keep the {@link DatasetCard};
 * those that change what an example is drop its `features`.
 *
 * @example
 * const iteration = stream.shuffle({ seed: 1 }).batch(32).iterate();
 * for await (const batch of iteration) {
 *   if (enough(batch)) break;
 * }
 * const stored = JSON.stringify(iteration.position);
 * // later, perhaps in another process, with the same pipeline:
 * for await (const batch of stream.shuffle({ seed: 1 }).batch(32).iterate({ from: JSON.parse(stored) })) {
 *   train(batch); // exactly the rest
 * }
 */
export class DatasetStream<T> extends StreamVerbs<T> {
  /** Wraps a source; to wrap an array, a generator or another iterable use {@link DatasetStream.from}. */
  constructor(source: StreamSource<T>, card?: DatasetCard) {
    super(source, card);
  }

  /**
   * A stream of the elements of any iterable, asynchronous or not.
   *
   * @param open Gives the iterable anew for each pass. It has to give the same elements each time for a position
   * to be of use; resuming reads again, and passes over, all elements given before.
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

  /** Reads everything into memory, for random access. Does not end if the stream is endless: use `take` first. */
  async toDataset(): Promise<Dataset<T>> {
    return Dataset.from(await this.toArray(), this.card);
  }

  protected override derive<U>(source: StreamSource<U>, card: DatasetCard | undefined): DatasetStream<U> {
    return new DatasetStream(source, card);
  }
}
