import { expect, test } from 'vitest';
import { type Best, isBetter, type Monitor, monitors } from './early-stopping.js';
import type { EpochRecord } from './history.js';

const record = (values: Partial<EpochRecord>): EpochRecord => ({
  epoch: 2,
  step: 10,
  learningRate: 0.1,
  trainLoss: 1,
  trainAccuracy: 0.5,
  ...values,
});
const best = (value: number): Best => ({ epoch: 1, value });

test.each<[Monitor, number, number]>([
  ['validationLoss', 0.9, 1.1],
  ['trainLoss', 0.9, 1.1],
  ['validationAccuracy', 1.1, 0.9],
])('%s: the better value is better, the worse and the same are not', (monitor, better, worse) => {
  expect(isBetter(monitor, record({ [monitor]: better }), best(1))).toBe(true);
  expect(isBetter(monitor, record({ [monitor]: worse }), best(1))).toBe(false);
  expect(isBetter(monitor, record({ [monitor]: 1 }), best(1))).toBe(false);
});

test.each(monitors)('%s: anything is better than nothing, but for what is not a number', (monitor) => {
  expect(isBetter(monitor, record({ [monitor]: 1e9 }), undefined)).toBe(true);
  expect(isBetter(monitor, record({ [monitor]: 0 }), undefined)).toBe(true);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(isBetter(monitor, record({ [monitor]: value }), undefined)).toBe(false);
  }
});

test('a record without the value is not better', () => {
  expect(isBetter('validationLoss', record({}), undefined)).toBe(false);
});
