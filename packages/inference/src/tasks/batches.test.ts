import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesByLength } from './batches.js';

test('every sequence is in one batch, batches are bounded and rise in length', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 600 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 3, max: 100_000 }), (lengths, vocabulary) => {
      const batches = batchesByLength(lengths, vocabulary);
      const order = batches.flat();
      expect(order.toSorted((a, b) => a - b)).toEqual(lengths.map((_, k) => k));
      expect(order.map((k) => lengths[k]!)).toEqual(lengths.toSorted((a, b) => a - b));
      for (const batch of batches) {
        const entries = batch.length * lengths[batch.at(-1)!]!;
        expect(batch.length).toBeLessThanOrEqual(256);
        if (batch.length > 1) expect(entries).toBeLessThanOrEqual(16_384);
        if (batch.length > 1) expect(entries * vocabulary).toBeLessThanOrEqual(2 ** 25);
      }
    }),
    { numRuns: 100 },
  );
});

test('a batch is as full as its limits allow', () => {
  const sizes = (lengths: number[], vocabulary: number) =>
    batchesByLength(lengths, vocabulary).map((batch) => batch.length);
  expect(sizes(new Array(600).fill(8), 60)).toEqual([256, 256, 88]);
  expect(sizes(new Array(40).fill(1000), 60)).toEqual([16, 16, 8]);
  expect(sizes(new Array(7).fill(1000), 10_000)).toEqual([3, 3, 1]);
  expect(sizes([20_000, 1, 30_000], 60)).toEqual([1, 1, 1]);
});
