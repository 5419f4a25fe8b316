import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardError, wilsonInterval } from './confidence-interval.js';

test('known values', () => {
  expect(standardError(0.5, 100)).toBe(0.05);
  expect(standardError(0.86, 700)).toBeCloseTo(0.013115, 6);
  expect(standardError(1, 10)).toBe(0);
});

test.each([
  [1.1, 10, 'standardError: p is 1.1; expected a number from 0 to 1.'],
  [Number.NaN, 10, 'standardError: p is NaN; expected a number from 0 to 1.'],
  [0.5, 0, 'standardError: n is 0; expected an integer of at least 1.'],
  [0.5, 1.5, 'standardError: n is 1.5; expected an integer of at least 1.'],
])('p %f of n %f is refused', (p, n, message) => {
  expect(() => standardError(p, n)).toThrow(new RangeError(message));
});

test('known values', () => {
  // By hand for p = 1/2, n = 10, z = 2: center 1/2, half width (2 / 1.4) √(0.025 + 0.01).
  const half = (2 / 1.4) * Math.sqrt(0.035);
  const interval = wilsonInterval(0.5, 10, 2);
  expect(interval.low).toBeCloseTo(0.5 - half, 14);
  expect(interval.high).toBeCloseTo(0.5 + half, 14);
  // At p = 0 the upper end is z² / (n + z²).
  const square = 1.959963984540054 ** 2;
  expect(wilsonInterval(0, 20).low).toBe(0);
  expect(wilsonInterval(0, 20).high).toBeCloseTo(square / (20 + square), 14);
  expect(wilsonInterval(1, 20).high).toBe(1);
});

test('it holds the proportion, stays within 0 to 1, and mirrors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const p = Math.round(share * n) / n;
      const { low, high } = wilsonInterval(p, n);
      expect(0 <= low && low <= p && p <= high && high <= 1).toBe(true);
      expect(wilsonInterval(1 - p, n).high).toBeCloseTo(1 - low, 9);
    }),
  );
});

test('the interval has no width at z = 0, and impossible arguments are refused', () => {
  expect(wilsonInterval(0.25, 4, 0)).toEqual({ low: 0.25, high: 0.25 });
  expect(() => wilsonInterval(0.5, 4, -1)).toThrow('wilsonInterval: z is -1');
  expect(() => wilsonInterval(2, 4)).toThrow('wilsonInterval: p is 2');
});
