import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference, largestDifference, median, relativeDifference } from './comparison.js';

test('the median is the middle value, or the mean of both', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow('no median');
});

test('as many values lie below the median as above it, and one slow block does not move it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
      const middle = median(values);
      expect(values.filter((v) => v < middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((v) => v > middle).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
  expect(median([10, 11, 12, 13, 5000])).toBe(12);
});

test('a difference is relative to the larger size', () => {
  expect(relativeDifference(2, 1)).toBe(0.5);
  expect(relativeDifference(-1, 1)).toBe(2);
  expect(relativeDifference(0, 0)).toBe(0);
  expect(relativeDifference(Number.NaN, 1)).toBeNaN();
});

test('the first difference is where lists part, where one ends, or where it is not a number', () => {
  expect(firstDifference([1, 2, 3], [1, 2.0001, 3], 1e-4)).toBeUndefined();
  expect(firstDifference([1, 2, 3], [1, 2.001, 3], 1e-4)).toBe(1);
  expect(firstDifference([1, 2], [1], 1e-4)).toBe(1);
  expect(firstDifference([Number.NaN], [Number.NaN], 1e-4)).toBe(0);
});

test('the largest difference of losses is relative, and NaN if a loss is missing', () => {
  expect(largestDifference([2, 1], [2, 0.5])).toBe(0.5);
  expect(largestDifference([1, 1], [1])).toBeNaN();
});
