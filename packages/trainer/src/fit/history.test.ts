import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addStep,
  type BestEpoch,
  type EpochRecord,
  isBetter,
  type Monitor,
  means,
  monitoredBy,
  monitors,
  zeroTotals,
} from './history.js';

test('means are over predictions, not over batches', () => {
  const totals = zeroTotals();
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
      const [forward, backward] = [zeroTotals(), zeroTotals()];
      for (const { loss, count } of steps) addStep(forward, loss, count, count);
      for (const { loss, count } of steps.toReversed()) addStep(backward, loss, count, count);
      expect(means(forward).trainLoss).toBeCloseTo(means(backward).trainLoss, 9);
      expect(means(forward).trainAccuracy).toBe(1);
    }),
  );
});

test('before any step, means are not a number', () => {
  expect(means(zeroTotals())).toEqual({ trainLoss: Number.NaN, trainAccuracy: Number.NaN });
});

const record = (values: Partial<EpochRecord>): EpochRecord => ({
  epoch: 2,
  step: 10,
  learningRate: 0.1,
  trainLoss: 1,
  trainAccuracy: 0.5,
  ...values,
});
const best = (value: number): BestEpoch => ({ epoch: 1, value });

test.each<[Monitor, number, number]>([
  ['validationLoss', 0.9, 1.1],
  ['trainLoss', 0.9, 1.1],
  ['validationAccuracy', 1.1, 0.9],
])('%s: the better value is better, the worse and the same are not', (monitor, better, worse) => {
  expect(isBetter(monitoredBy(monitor), record({ [monitor]: better }), best(1))).toBe(true);
  expect(isBetter(monitoredBy(monitor), record({ [monitor]: worse }), best(1))).toBe(false);
  expect(isBetter(monitoredBy(monitor), record({ [monitor]: 1 }), best(1))).toBe(false);
});

test.each(monitors)('%s: any finite value is better than none', (monitor) => {
  expect(isBetter(monitoredBy(monitor), record({ [monitor]: 1e9 }), undefined)).toBe(true);
  expect(isBetter(monitoredBy(monitor), record({ [monitor]: 0 }), undefined)).toBe(true);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(isBetter(monitoredBy(monitor), record({ [monitor]: value }), undefined)).toBe(false);
  }
});

test('a record without the monitored value is not better', () => {
  expect(isBetter(monitoredBy('validationLoss'), record({}), undefined)).toBe(false);
});
