import { describe, expect, it } from 'vitest';
import { expectResumable, numbers, read, stored } from '../../test/resume.js';
import { DatasetStream } from '../dataset.js';

const length = (n: number) => (n * 7) % 10;
const spread = (batch: readonly number[]) => Math.max(...batch.map(length)) - Math.min(...batch.map(length));

describe('bucketByLength of a stream', () => {
  it('gives every example once, in batches of like lengths', async () => {
    const batches = await numbers(1003)
      .bucketByLength({ batchSize: 10, length, seed: 1, pool: 20 })
      .toArray();
    expect(batches.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 1003 }, (_, i) => i));
    expect(batches.map((batch) => batch.length).filter((size) => size !== 10)).toEqual([3]);
    // The last pool has three examples only.
    for (const batch of batches.slice(0, -1)) expect(spread(batch)).toBeLessThanOrEqual(1);
  });

  it('gives the batches of a pool in random order, without a seed from short to long', async () => {
    const firsts = async (seed?: number) =>
      (
        await numbers(100)
          .bucketByLength({ batchSize: 10, length, pool: 10, ...(seed !== undefined && { seed }) })
          .toArray()
      ).map((batch) => length(batch[0]!));
    expect(await firsts()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await firsts(1)).not.toEqual(await firsts());
    expect(await firsts(1)).not.toEqual(await firsts(2));
    expect((await firsts(1)).sort()).toEqual(await firsts());
  });

  it('orders each pool another way', async () => {
    const batches = await numbers(200).bucketByLength({ batchSize: 10, length, seed: 1, pool: 10 }).toArray();
    const lengths = batches.map((batch) => length(batch[0]!));
    expect(lengths.slice(0, 10)).not.toEqual(lengths.slice(10));
  });

  it('drops the last examples that do not fill a batch', async () => {
    const stream = numbers(23).bucketByLength({ batchSize: 10, length, seed: 1, dropLast: true });
    const batches = await stream.toArray();
    expect(batches.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(await numbers(9).bucketByLength({ batchSize: 10, length, dropLast: true }).toArray()).toEqual([]);
  });

  it('resumes by reading one pool again', async () => {
    const watched = { open: 0, read: 0 };
    const make = () =>
      numbers(1000, 'now', watched).bucketByLength({ batchSize: 10, length, seed: 1, pool: 4 });
    await expectResumable(make, [0, 1, 40, 41, 99, 100]);
    const iteration = make().iterate();
    await read(iteration, 90);
    watched.read = 0;
    await read(make().iterate({ from: stored(iteration.position) }), 1);
    expect(watched.read).toBe(40);
  });

  it.each([
    [{ batchSize: 0, length }, 'The batch size must be a whole number of at least 1, received 0.'],
    [
      { batchSize: 1, length, seed: 0.5 },
      'The seed must be a whole number from 0 to 4294967295, received 0.5.',
    ],
    [
      { batchSize: 1, length, pool: 0 },
      'The number of batches in a pool must be a whole number of at least 1, received 0.',
    ],
    [
      { batchSize: 1, length, pool: Number.POSITIVE_INFINITY },
      'The number of batches in a pool of a stream must be a whole number of at least 1, received Infinity.',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => numbers(1).bucketByLength(options)).toThrow(message);
  });

  it('refuses a length that is none', async () => {
    const stream = DatasetStream.from(() => ['a', 'b']).bucketByLength({
      batchSize: 2,
      length: (text) => Number(text),
    });
    await expect(stream.toArray()).rejects.toThrow(
      'A length must be a number of 0 or more, but `length` gave NaN.',
    );
  });
});
