import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addStep, means, noTotals } from './history.js';

test('means are over predictions, not over batches', () => {
  const totals = noTotals();
  addStep(totals, 1, 3, 4);
  addStep(totals, 4, 0, 1);
  expect(means(totals)).toEqual({ trainLoss: 8 / 5, trainAccuracy: 3 / 5 });
});

test('any order of steps has the same means', () => {
  const step = fc.record({
    loss: fc.double({ min: 0, max: 10, noNaN: true }),
    count: fc.integer({ min: 1, max: 64 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (steps) => {
      const [forward, backward] = [noTotals(), noTotals()];
      for (const { loss, count } of steps) addStep(forward, loss, count, count);
      for (const { loss, count } of steps.toReversed()) addStep(backward, loss, count, count);
      expect(means(forward).trainLoss).toBeCloseTo(means(backward).trainLoss, 9);
      expect(means(forward).trainAccuracy).toBe(1);
    }),
  );
});

test('before any step, means are not a number', () => {
  expect(means(noTotals())).toEqual({ trainLoss: Number.NaN, trainAccuracy: Number.NaN });
});
