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
import type { ExampleSource } from './dataset.js';
import { DatasetError } from './error.js';
import { shuffleExactly } from './shuffle-exactly.js';
import { shuffledIndices } from './shuffled-indices.js';

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
   * How many batches a pool holds, within which examples are sorted by length. More: less padding; fewer: more
   * chance in which examples share a batch. Default 100.
   */
  readonly pool?: number | undefined;
  /** Leave out a last batch that is smaller than `batchSize`. Default `false`. */
  readonly dropLast?: boolean | undefined;
}

/** Throws a DatasetError unless the options are valid. */
export function requireBucketOptions<T>(options: BucketOptions<T>): void {
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
 * @param length The length of example i.
 */
export function cutByLength<I>(
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
    for (const batch of cutByLength(all.slice(start, start + size), lengthOf, batchSize)) batches.push(batch);
  }
  return shuffleBatches(batches, seed, 0);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** Shuffles batches in place if there is a seed. */
export function shuffleBatches<B extends unknown[]>(batches: B, seed: number | undefined, pool: number): B {
  return seed === undefined ? batches : shuffleExactly(batches, Generator.numbered(seed, pool));
}
