import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scheduleOf } from './index.js';

const cosine =
  (options: { warmup?: number; floor?: number } = {}) =>
  (step: number, steps: number): number =>
    scheduleOf({ type: 'cosine', ...options })({ step, steps, stepsPerEpoch: 1, history: [] });

test('falls from the base rate along half a cosine', () => {
  const rate = cosine();
  expect(rate(0, 4)).toBe(1);
  expect(rate(1, 4)).toBeCloseTo((1 + Math.SQRT1_2) / 2);
  expect(rate(2, 4)).toBeCloseTo(1 / 2);
  expect(rate(4, 4)).toBeCloseTo(0);
});

test('rises linearly to the base rate in the warm-up', () => {
  const rate = cosine({ warmup: 0.4 });
  expect([0, 1, 2, 3, 4].map((step) => rate(step, 10))).toEqual([0.25, 0.5, 0.75, 1, 1]);
  expect(rate(7, 10)).toBeCloseTo(1 / 2);
});

test('falls to its floor', () => {
  const rate = cosine({ floor: 0.1 });
  expect(rate(0, 10)).toBe(1);
  expect(rate(5, 10)).toBeCloseTo(0.55);
  expect(rate(10, 10)).toBeCloseTo(0.1);
});

test('stays above 0 and at most 1, and never rises after the warm-up', () => {
  const share = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.integer({ min: 1, max: 200 }), (warmup, floor, steps) => {
      const rate = cosine({ warmup, floor });
      const rising = Math.round(warmup * steps);
      for (let step = 0; step < steps; step++) {
        expect(rate(step, steps)).toBeGreaterThan(0);
        expect(rate(step, steps)).toBeLessThanOrEqual(1 + 1e-12);
        if (step > rising) expect(rate(step, steps)).toBeLessThanOrEqual(rate(step - 1, steps) + 1e-12);
      }
    }),
  );
});
