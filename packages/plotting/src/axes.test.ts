import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizontalScale, verticalScale } from './axes.js';

const value = fc.double({ min: -1e300, max: 1e300, noNaN: true });

describe('verticalScale', () => {
  it('maps every value into the range and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const scale = verticalScale(values, [300, 0]);
        const sorted = [...values].sort((a, b) => a - b).map(scale);
        sorted.forEach((y, i) => {
          expect(y).toBeGreaterThanOrEqual(-0.01);
          expect(y).toBeLessThanOrEqual(300.01);
          if (i > 0) expect(y).toBeLessThanOrEqual(sorted[i - 1]! + 1e-6);
        });
      }),
      { seed: 1 },
    );
  });

  it('has ticks inside its domain, and at least one, for any range', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const { ticks, domain } = verticalScale(values, [300, 0]);
        expect(ticks.length).toBeGreaterThan(0);
        for (const tick of ticks) expect(tick >= domain[0] && tick <= domain[1]).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it('ticks at powers of ten over decades, and between them within one', () => {
    expect(verticalScale([1e-3, 1e3], [300, 0], { logarithmic: true }).ticks).toEqual([
      1e-3, 1e-2, 0.1, 1, 10, 100, 1e3,
    ]);
    expect(verticalScale([2, 9], [300, 0], { logarithmic: true }).ticks.length).toBeGreaterThanOrEqual(2);
    expect(verticalScale([1e-200, 1e200], [300, 0], { logarithmic: true }).ticks.length).toBeLessThan(9);
  });
});

describe('horizontalScale', () => {
  it('spans exactly the values', () => {
    expect(horizontalScale([3, 1, 40], [0, 100]).domain).toEqual([1, 40]);
  });

  it('takes the given ticks, leaving out those outside', () => {
    expect(horizontalScale([1, 10], [0, 100], { chosen: [0, 1, 5, 10, 20] }).ticks).toEqual([1, 5, 10]);
  });
});
