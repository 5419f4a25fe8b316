import { type Generator, lengthBuckets } from '@rnnlab/shared';
import type { Examples } from '../examples/examples.js';

/** Batches of one size whose examples are padded to one number of steps: they can share a run of the engine. */
export interface Bucket {
  /** Time steps after padding. */
  steps: number;
  /** Indices of examples, one array a batch. */
  batches: Uint32Array[];
}

/** Most batches of a bucket: enough that a run of the engine takes several, few enough that lengths are alike. */
const BUCKET_BATCHES = 16;
/** A batch is padded by at most a quarter of its longest example, or a few steps: long tails of lengths are cut finely. */
const LONGEST_RATIO = 1.25;
const LONGEST_SLACK = 4;
/** Buckets that are sorted by length together: more give less padding, fewer a more random order. */
const POOL_BUCKETS = 8;

/**
 * The order of one epoch. Examples are shuffled; within pools of a few thousand they are sorted by length and cut
 * into buckets of like lengths; within a bucket they are shuffled again and cut into batches; then the buckets are
 * shuffled.
 * Every example is in exactly one batch; at most one batch of the epoch is smaller than the others.
 */
export function planEpoch(examples: Examples, batch: number, generator: Generator): Bucket[] {
  const order = generator.shuffle(Uint32Array.from({ length: examples.length }, (_, k) => k));
  const full = examples.length - (examples.length % batch);
  const buckets: Bucket[] = [];
  const poolSize = batch * BUCKET_BATCHES * POOL_BUCKETS;
  for (let start = 0; start < full; start += poolSize) {
    const pool = order.subarray(start, Math.min(full, start + poolSize));
    // The sort is stable, so that equal lengths stay in random order.
    const sorted = pool.slice().sort((a, b) => examples.steps(a) - examples.steps(b));
    const groups = lengthBuckets(
      cut(sorted, batch),
      (chunk) => examples.steps(chunk.at(-1)!),
      ({ shortest, size }, length) => size < BUCKET_BATCHES && isLike(length, shortest),
    );
    for (const group of groups) {
      const indices = Uint32Array.from(group.flatMap((chunk) => [...chunk]));
      buckets.push(bucketOf(examples, generator.shuffle(indices), batch));
    }
  }
  if (full < examples.length) buckets.push(bucketOf(examples, order.slice(full), batch));
  return generator.shuffle(buckets);
}

/** Whether a batch with a longest example of `length` may be padded with one whose longest has `shortest` steps. */
const isLike = (length: number, shortest: number): boolean =>
  length <= Math.max(shortest * LONGEST_RATIO, shortest + LONGEST_SLACK);

/** Parts of `size` indices. */
function cut(indices: Uint32Array, size: number): Uint32Array[] {
  const parts: Uint32Array[] = [];
  for (let k = 0; k < indices.length; k += size) parts.push(indices.slice(k, k + size));
  return parts;
}

function bucketOf(examples: Examples, indices: Uint32Array, batch: number): Bucket {
  // A graph needs at least one time step, even if every text is empty.
  const steps = indices.reduce((most, index) => Math.max(most, examples.steps(index)), 1);
  return { steps, batches: cut(indices, batch) };
}
