import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveApart } from './line-legend.js';

describe('moveApart', () => {
  it('leaves positions alone that are far enough apart', () => {
    expect(moveApart([10, 50, 90], 16, 0, 100)).toEqual([10, 50, 90]);
  });

  it('spreads colliding positions evenly around their mean', () => {
    expect(moveApart([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
  });

  it('keeps order, gap and bounds for any positions that fit', () => {
    const positions = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 18 });
    fc.assert(
      fc.property(positions, (list) => {
        const placed = moveApart(
          list.sort((a, b) => a - b),
          16,
          0,
          300,
        );
        placed.forEach((y, i) => {
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(300 + 1e-9);
          if (i > 0) expect(y - placed[i - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
        });
      }),
      { seed: 11 },
    );
  });
});
