import type { ExampleSource } from './dataset.js';
import { DatasetError, requireInteger } from './error.js';
import { Random, requireSeed } from './random.js';
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
  readonly seed?: number;
  /**
   * How many batches a pool holds, within which examples are sorted by length. More: less padding; fewer: more
   * chance in which examples share a batch. Default 100.
   */
  readonly pool?: number;
  /** Leave out a last batch that is smaller than `batchSize`. Default `false`. */
  readonly dropLast?: boolean;
}

/** Throws a DatasetError unless the options are valid. */
export function requireBucketOptions<T>({ batchSize, seed, pool }: BucketOptions<T>): void {
  requireInteger('The batch size', batchSize, 1);
  if (seed !== undefined) requireSeed(seed);
  if (pool !== undefined && pool !== Number.POSITIVE_INFINITY) {
    requireInteger('The number of batches in a pool', pool, 1);
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
  const lengths = items.map((item) => {
    const steps = length(item);
    if (Number.isFinite(steps) && steps >= 0) return steps;
    throw new DatasetError(`A length must be a number of 0 or more, but \`length\` gave ${String(steps)}.`);
  });
  const order = Array.from(lengths.keys()).sort((a, b) => lengths[a]! - lengths[b]!);
  const batches: I[][] = [];
  for (let start = 0; start < order.length; start += batchSize) {
    batches.push(order.slice(start, start + batchSize).map((place) => items[place]!));
  }
  return batches;
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
  return seed === undefined ? batches : new Random(seed, pool).shuffle(batches);
}
