import type { DatasetCard } from './card.js';
import { DatasetError, requireInteger } from './error.js';
import { shuffledIndices } from './shuffled-indices.js';

/** Anything that knows its length and gives the example at 0 … length-1. */
export interface ExampleSource<T> {
  readonly length: number;
  at(index: number): T;
}

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
  /** Name, licence, features and so on, where they are known. */
  readonly card: DatasetCard | undefined;
  readonly #source: ExampleSource<T>;

  /** Wraps a source that does not change; to wrap an array or another iterable use {@link Dataset.from}. */
  constructor(source: ExampleSource<T>, card?: DatasetCard) {
    this.#source = source;
    this.card = card;
  }

  /** A dataset of the elements of `examples`, which are read once, now. */
  static from<T>(examples: Iterable<T>, card?: DatasetCard): Dataset<T> {
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
    const source = this.#source;
    return new Dataset(
      { length: source.length, at: (index) => transform(source.at(index), index) },
      withoutFeatures(this.card),
    );
  }

  /** The examples for which `keep` is true. Reads every example once, now. */
  filter<U extends T>(keep: (example: T, index: number) => example is U): Dataset<U>;
  filter(keep: (example: T, index: number) => boolean): Dataset<T>;
  filter(keep: (example: T, index: number) => boolean): Dataset<T> {
    const indices: number[] = [];
    for (let i = 0; i < this.length; i++) if (keep(this.#source.at(i), i)) indices.push(i);
    return this.#pick(Uint32Array.from(indices));
  }

  /**
   * The examples at `indices`, in that order; an index may come more than once.
   *
   * @throws DatasetError if an index is out of range.
   */
  select(indices: ArrayLike<number>): Dataset<T> {
    for (let i = 0; i < indices.length; i++) this.#requireIndex(indices[i]!);
    return this.#pick(Uint32Array.from(indices));
  }

  /** The first `count` examples, or all if there are fewer. */
  take(count: number): Dataset<T> {
    requireInteger('The number of examples to take', count, 0);
    return this.#slice(0, Math.min(count, this.length));
  }

  /** All but the first `count` examples. */
  skip(count: number): Dataset<T> {
    requireInteger('The number of examples to skip', count, 0);
    const start = Math.min(count, this.length);
    return this.#slice(start, this.length - start);
  }

  /** The examples of this dataset, then those of each of `others`. */
  concat<U = T>(...others: readonly Dataset<U>[]): Dataset<T | U> {
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
    return new Dataset(
      { length, at },
      parts.every((part) => part.card === this.card) ? this.card : undefined,
    );
  }

  /**
   * The same examples in a random order: one permutation of the indices, the same for the same seed on
   * every platform.
   *
   * @param options.seed An integer from 0 to 2³² - 1.
   */
  shuffle(options: { readonly seed: number }): Dataset<T> {
    return this.#pick(shuffledIndices(this.length, options.seed));
  }

  /**
   * Groups consecutive examples into arrays of `size`.
   *
   * @param size Examples per batch, 1 or more.
   * @param options.dropLast Leave out a last batch that is smaller than `size`. Default `false`.
   */
  batch(size: number, options: { readonly dropLast?: boolean } = {}): Dataset<readonly T[]> {
    requireInteger('The batch size', size, 1);
    const source = this.#source;
    const batches = source.length / size;
    return new Dataset(
      {
        length: options.dropLast ? Math.floor(batches) : Math.ceil(batches),
        at: (index) => {
          const start = index * size;
          const length = Math.min(size, source.length - start);
          return Array.from({ length }, (_, i) => source.at(start + i));
        },
      },
      withoutFeatures(this.card),
    );
  }

  /** All examples in a new array. */
  toArray(): T[] {
    return [...this];
  }

  #slice(start: number, length: number): Dataset<T> {
    const source = this.#source;
    return new Dataset({ length, at: (index) => source.at(start + index) }, this.card);
  }

  #pick(indices: Uint32Array): Dataset<T> {
    const source = this.#source;
    return new Dataset({ length: indices.length, at: (index) => source.at(indices[index]!) }, this.card);
  }

  #requireIndex(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    const expected = this.length === 0 ? 'the dataset is empty' : `expected 0 to ${this.length - 1}`;
    throw new DatasetError(`There is no example at index ${index}: ${expected}.`);
  }
}

function withoutFeatures(card: DatasetCard | undefined): DatasetCard | undefined {
  if (card === undefined) return undefined;
  const { features: _, ...rest } = card;
  return rest;
}
