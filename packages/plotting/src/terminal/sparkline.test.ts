import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparkline } from './sparkline.js';

describe('sparkline', () => {
  it('draws the lowest value as the lowest and the highest as the highest block', () => {
    expect(sparkline([1, 5, 22, 13, 5])).toBe('▁▂█▅▂');
  });

  it('leaves a space for a gap, and draws equal values at half height', () => {
    expect(sparkline([0, Number.NaN, 1])).toBe('▁ █');
    expect(sparkline([3, 3])).toBe('▅▅');
    expect(sparkline([])).toBe('');
  });

  it('averages neighbors into the width and clamps to a domain', () => {
    expect(sparkline([0, 0, 1, 1], { width: 2 })).toBe('▁█');
    expect(sparkline([-5, 0.5, 5], { domain: [0, 1] })).toBe('▁▅█');
  });

  it('is as long as asked for any values', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.integer({ min: 1, max: 40 }), (values, width) => {
        expect([...sparkline(values, { width })]).toHaveLength(Math.min(values.length, width));
        expect(sparkline(values)).not.toContain('undefined');
      }),
      { seed: 4 },
    );
  });
});
