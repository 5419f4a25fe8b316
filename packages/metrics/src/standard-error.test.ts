import { expect, test } from 'vitest';
import { standardError } from './standard-error.js';

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
