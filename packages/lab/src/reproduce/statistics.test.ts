import { expect, it } from 'vitest';
import { statistics } from './statistics.js';

it('gives the mean, and the sample standard deviation of two values or more', () => {
  expect(statistics([0.5])).toEqual({ mean: 0.5 });
  const { mean, spread } = statistics([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(mean).toBe(5);
  expect(spread).toBeCloseTo(Math.sqrt(32 / 7), 12);
});
