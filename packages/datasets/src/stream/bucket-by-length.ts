import {
  aFunction,
  checkOptions,
  checkValue,
  Generator,
  lengthBuckets,
  seed as seedRule,
  shown,
  wholeNumber,
} from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { shuffledIndices, shuffleInPlace } from '../sampling/shuffled-indices.js';
import { DONE, InnerCursor, type Now } from './cursor.js';
import type { ExampleSource } from './sources.js';
import { readCount, readPosition, type StreamPosition, type StreamSource } from './stream-source.js';

/** Options of `bucketByLength`. */
export interface BucketOptions<T> {
  /** Examples per batch, 1 or more. */
  readonly batchSize: number;
  /** The length of an example: of its sequence, in steps or characters. */
  readonly length: (example: T) => number;
  /**
   * An integer from 0 to 2³² - 1: examples and batches are shuffled. Without a seed, pools are taken in the
   * order of the examples, and their batches come from short to long.
   */
  readonly seed?: number | undefined;
  /**
   * The number of batches of a pool, within which examples are sorted by length. More: less padding; fewer: more
   * chance in which examples share a batch. Default: 100.
   */
  readonly pool?: number | undefined;
  /** Whether to drop a last batch that is smaller than `batchSize`. Default: `false`. */
  readonly dropLast?: boolean | undefined;
}

/** Throws a DatasetError unless the options are valid. */
function requireBucketOptions<T>(options: BucketOptions<T>): void {
  checkOptions('bucketByLength', options, ['batchSize', 'length', 'seed', 'pool', 'dropLast'], DatasetError);
  const { batchSize, length, seed, pool } = options;
  checkValue('The `length` of bucketByLength', length, aFunction, DatasetError);
  checkValue('The batch size', batchSize, wholeNumber(1), DatasetError);
  if (seed !== undefined) checkValue('The seed', seed, seedRule, DatasetError);
  if (pool !== undefined && pool !== Number.POSITIVE_INFINITY) {
    checkValue('The number of batches in a pool', pool, wholeNumber(1), DatasetError);
  }
}

/**
 * Sorts the examples of a pool by length, those of one length as they come, and cuts them into batches.
 *
 * @param length - The length of example i.
 */
function batchesByLength<I>(
  items: readonly I[],
  length: (item: I) => number,
  batchSize: number,
): (readonly I[])[] {
  const lengthOf = (item: I): number => {
    const steps = length(item);
    if (Number.isFinite(steps) && steps >= 0) return steps;
    throw new DatasetError(`A length must be a number of 0 or more, but \`length\` gave ${shown(steps)}.`);
  };
  return lengthBuckets(items, lengthOf, ({ size }) => size < batchSize);
}

/** The batches of a whole dataset, as indices of its examples. */
export function bucketIndices<T>(
  source: ExampleSource<T>,
  options: BucketOptions<T>,
): readonly (readonly number[])[] {
  requireBucketOptions(options);
  const { batchSize, length, seed, pool = 100, dropLast = false } = options;
  const all = seed === undefined ? range(source.length) : [...shuffledIndices(source.length, seed)];
  if (dropLast) all.length -= all.length % batchSize;
  const lengthOf = (index: number): number => length(source.at(index));
  const batches: (readonly number[])[] = [];
  const size = Math.min(batchSize * pool, all.length);
  for (let start = 0; start < all.length; start += size) {
    for (const batch of batchesByLength(all.slice(start, start + size), lengthOf, batchSize))
      batches.push(batch);
  }
  return shuffleBatches(batches, seed, 0);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** Shuffles batches in place if there is a seed. */
function shuffleBatches<B extends unknown[]>(batches: B, seed: number | undefined, pool: number): B {
  return seed === undefined ? batches : shuffleInPlace(batches, Generator.numbered(seed, pool));
}

/**
 * Reads a pool of examples, sorts it by length, cuts it into batches and gives these in random order; then the
 * next pool. A position is that of the pool's first example, so resuming reads one pool again.
 */
export function bucketSource<T>(
  source: StreamSource<T>,
  options: BucketOptions<T>,
): StreamSource<readonly T[]> {
  requireBucketOptions(options);
  const { batchSize, seed, pool = 100, dropLast = false } = options;
  checkValue('The number of batches in a pool of a stream', pool, wholeNumber(1), DatasetError);
  const chosen = `${batchSize}, seed ${seed ?? 'none'}, pool ${pool}${dropLast ? ', dropLast' : ''}`;
  const at = `bucketByLength(${chosen})`;
  return { open: (from) => new BucketCursor(source, at, { ...options, pool }, from) };
}

class BucketCursor<T> extends InnerCursor<T, readonly T[]> {
  readonly #at: string;
  readonly #options: BucketOptions<T> & { readonly pool: number };
  #pool = 0;
  /** The position of the inner cursor before the first example of this pool. */
  #start: StreamPosition;
  #examples: T[] = [];
  #batches: (readonly T[])[] | undefined;
  /** How many batches of this pool were given. */
  #given = 0;
  #ended = false;

  constructor(
    source: StreamSource<T>,
    at: string,
    options: BucketOptions<T> & { readonly pool: number },
    from: StreamPosition | undefined,
  ) {
    const position = readPosition(at, from, ['pool', 'given', 'inner']);
    super(source.open(position?.inner));
    this.#at = at;
    this.#options = options;
    this.#start = position?.inner ?? this.inner.position();
    if (position === undefined) return;
    this.#pool = readCount(at, 'pool', position.pool);
    this.#given = readCount(at, 'given', position.given, options.pool);
  }

  nextNow(): Now<readonly T[]> {
    for (;;) {
      if (this.#batches === undefined && !this.#fill()) return undefined;
      const batches = this.#batches!;
      if (this.#given < batches.length) return { done: false, value: batches[this.#given++]! };
      if (this.#ended) return DONE;
      this.#pool++;
      this.#given = 0;
      this.#batches = undefined;
      this.#start = this.inner.position();
    }
  }

  position(): StreamPosition {
    return { at: this.#at, pool: this.#pool, given: this.#given, inner: this.#start };
  }

  /** Reads a pool; false if that has to wait. */
  #fill(): boolean {
    const { batchSize, pool, length, seed, dropLast } = this.#options;
    const examples = this.#examples;
    while (examples.length < batchSize * pool) {
      const now = this.inner.now();
      if (now === undefined) return false;
      if (now.done) {
        this.#ended = true;
        break;
      }
      examples.push(now.value);
    }
    if (dropLast) examples.length -= examples.length % batchSize;
    this.#batches = shuffleBatches(batchesByLength(examples, length, batchSize), seed, this.#pool);
    this.#examples = [];
    return true;
  }
}
