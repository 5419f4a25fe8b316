import {
  addingProblem,
  balancedSample,
  binaryAddition,
  copyProblem,
  Dataset,
  type DatasetStream,
  epochs,
  kFold,
  names,
  renderedDigits,
  renderedShapes,
  sequenceRecall,
  shuffledIndices,
  split,
} from '../../src/index.js';
import { Hash } from './hash.js';

const SEEDS = [0, 1, 2, 12_345, 2 ** 31, 2 ** 32 - 1];
const numbers = (length: number) => Dataset.from(Array.from({ length }, (_, i) => i));
const lengthOf = (n: number) => (n * 7919) % 61;
const label = (n: number) => `class ${n % 17 === 0 ? 'rare' : n % 3}`;

/** Everything in which a seed settles an order, a choice or an example; each fed to a hash. */
const OPERATIONS: Readonly<Record<string, (hash: Hash, seed: number) => Promise<void> | void>> = {
  shuffledIndices(hash, seed) {
    for (const n of [0, 1, 2, 3, 10, 1000, 30_011]) hash.add(shuffledIndices(n, seed));
  },
  split(hash, seed) {
    const fractions = [0.7, 0.2, 0.1];
    const by = (n: number) => String(n % 97);
    for (const n of [30, 1000, 10_007]) {
      for (const options of [{}, { by }, { stratify: label }]) {
        if (n === 30 && 'by' in options) continue;
        for (const part of split(numbers(n), { fractions, seed, ...options })) hash.add(part.toArray());
      }
    }
  },
  names(hash, seed) {
    const parts = split(names(), { fractions: [0.8, 0.1, 0.1], seed, by: ({ text }) => text });
    for (const part of parts) for (const { text } of part) hash.add(text);
  },
  kFold(hash, seed) {
    for (const options of [{}, { by: (n: number) => String(n % 31) }, { stratify: label }]) {
      for (const { train, validation } of kFold(numbers(1009), { folds: 7, seed, ...options })) {
        hash.add(train.toArray());
        hash.add(validation.toArray());
      }
    }
  },
  bucketByLength(hash, seed) {
    for (const pool of [1, 7, 100, Number.POSITIVE_INFINITY]) {
      const batches = numbers(5003).bucketByLength({ batchSize: 13, length: lengthOf, seed, pool });
      for (const batch of batches) hash.add(batch);
    }
  },
  async 'shuffle of a stream'(hash, seed) {
    for (const buffer of [1, 2, 17, 1000, 9000]) {
      await addAll(hash, numbers(8009).stream().shuffle({ seed, buffer }).batch(64));
    }
  },
  async 'bucketByLength of a stream'(hash, seed) {
    await addAll(
      hash,
      numbers(5003).stream().bucketByLength({ batchSize: 13, length: lengthOf, seed, pool: 9 }),
    );
  },
  async balancedSample(hash, seed) {
    await addAll(hash, balancedSample(numbers(500), { label, seed, count: 4000 }).batch(50));
  },
  async epochs(hash, seed) {
    const dataset = numbers(700);
    await addAll(
      hash,
      epochs((epoch) => dataset.shuffle({ seed: (seed + epoch) % 2 ** 32 }).batch(32), { count: 4 }),
    );
  },
  async sequenceRecall(hash, seed) {
    for await (const { sequence } of sequenceRecall({ seed }).take(3000)) hash.add(sequence);
  },
  async binaryAddition(hash, seed) {
    for await (const { bits, target } of binaryAddition({ seed, length: [1, 40] }).take(1000)) {
      hash.add(bits);
      hash.add(target);
    }
  },
  async copyProblem(hash, seed) {
    for await (const { input } of copyProblem({ seed }).take(500)) hash.add(input);
  },
  async addingProblem(hash, seed) {
    for (const original of [false, true]) {
      for await (const { input, target } of addingProblem({ seed, length: [50, 60], original }).take(300)) {
        hash.add(input);
        hash.add(Float64Array.of(target));
      }
    }
  },
  async renderedDigits(hash, seed) {
    await addImages(hash, renderedDigits({ seed }).take(400));
  },
  async renderedShapes(hash, seed) {
    await addImages(hash, renderedShapes({ seed }).take(60));
  },
};

async function addAll(hash: Hash, batches: DatasetStream<readonly number[]>): Promise<void> {
  for await (const batch of batches) hash.add(batch);
}

async function addImages(
  hash: Hash,
  images: DatasetStream<{ readonly pixels: Uint8Array; readonly label: number }>,
): Promise<void> {
  for await (const { pixels, label } of images) {
    hash.add(pixels);
    hash.add([label]);
  }
}

/** Operation → digest of what it gives for several seeds. */
export async function digests(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const hash = new Hash();
    for (const seed of SEEDS) await operation(hash, seed);
    found[name] = hash.digest();
  }
  return found;
}
