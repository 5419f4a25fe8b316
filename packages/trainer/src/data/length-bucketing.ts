import { type Generator, lengthBuckets } from '@rnnlab/shared';
import { type BatchSource, type Bucket, PlannedSource } from './batches.js';
import type { Examples } from './examples.js';

/** Maximum number of batches in a bucket: enough that a run of the engine takes several, few enough that lengths are alike. */
const MAX_BUCKET_BATCHES = 16;
/** A batch is padded by at most a quarter of its longest example, or a few steps: long tails of lengths are cut finely. */
const MAX_LENGTH_RATIO = 1.25;
const LENGTH_SLACK = 4;
/** Buckets that are sorted by length together: more give less padding, fewer a more random order. */
const POOL_BUCKETS = 8;

/** Batches of examples in memory: shuffled epochs of length-bucketed batches. */
export const examplesSource = (examples: Examples, batch: number): BatchSource =>
  new PlannedSource(examples, {
    batchesPerEpoch: Math.ceil(examples.length / batch),
    stateful: false,
    plan: (ordering) => planEpoch(examples, batch, ordering),
  });

/**
 * Plans the order of one epoch. Examples are shuffled; within pools of a few thousand they are sorted by length and divided
 * into buckets of similar lengths; within a bucket they are shuffled again and divided into batches; then the buckets are
 * shuffled. Every example is in exactly one batch; at most one batch of the epoch is smaller than the others.
 */
export function planEpoch(examples: Examples, batch: number, generator: Generator): Bucket[] {
  const order = generator.shuffle(Uint32Array.from({ length: examples.length }, (_, k) => k));
  const full = examples.length - (examples.length % batch);
  const buckets: Bucket[] = [];
  const poolSize = batch * MAX_BUCKET_BATCHES * POOL_BUCKETS;
  for (let start = 0; start < full; start += poolSize) {
    const pool = order.subarray(start, Math.min(full, start + poolSize));
    // The sort is stable, so that equal lengths stay in random order.
    const sorted = pool.slice().sort((a, b) => examples.steps(a) - examples.steps(b));
    const groups = lengthBuckets(
      chunks(sorted, batch),
      (chunk) => examples.steps(chunk.at(-1)!),
      ({ shortest, size }, length) => size < MAX_BUCKET_BATCHES && mayShareBucket(length, shortest),
    );
    for (const group of groups) {
      const indices = Uint32Array.from(group.flatMap((chunk) => [...chunk]));
      buckets.push(bucketOf(examples, generator.shuffle(indices), batch));
    }
  }
  if (full < examples.length) buckets.push(bucketOf(examples, order.slice(full), batch));
  return generator.shuffle(buckets);
}

/** Whether a batch whose longest example has `length` steps may be padded with one whose longest has `shortest`. */
const mayShareBucket = (length: number, shortest: number): boolean =>
  length <= Math.max(shortest * MAX_LENGTH_RATIO, shortest + LENGTH_SLACK);

function chunks(indices: Uint32Array, size: number): Uint32Array[] {
  const result: Uint32Array[] = [];
  for (let k = 0; k < indices.length; k += size) result.push(indices.slice(k, k + size));
  return result;
}

function bucketOf(examples: Examples, indices: Uint32Array, batch: number): Bucket {
  // A graph needs at least one time step, even if every text is empty.
  const steps = indices.reduce((most, index) => Math.max(most, examples.steps(index)), 1);
  return { steps, batches: chunks(indices, batch) };
}
