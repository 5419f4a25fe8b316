import { Generator } from '@rnnlab/shared';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from './draw.js';
import { topK } from './top-k.js';

const supportOf = (logits: Float32Array): number[] =>
  [...logits.keys()].filter((id) => logits[id]! > Number.NEGATIVE_INFINITY);

test('the k likeliest stay as they are; of equal ones those with the lower ids', () => {
  const kept = topK(3)(Float32Array.of(1, 3, 1, 0, 1));
  expect([...kept]).toEqual([1, 3, 1, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});

test('exactly k are kept, and none outside is likelier than one inside', () => {
  const some = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 14 }), (values, k) => {
      const kept = topK(k)(Float32Array.from(values));
      const support = supportOf(kept);
      expect(support).toHaveLength(Math.min(k, values.length));
      for (const [id, value] of values.entries()) {
        if (support.includes(id)) expect(kept[id]).toBe(value);
        else for (const inside of support) expect(value).toBeLessThanOrEqual(values[inside]!);
      }
    }),
  );
});

test('draws reach all of the support and nothing else', () => {
  const kept = topK(3)(Float32Array.of(0.1, 2, 0.5, 1, 0));
  const random = new Generator(5);
  const drawn = new Set(Array.from({ length: 2000 }, () => draw(kept, random)));
  expect([...drawn].sort()).toEqual([1, 2, 3]);
});

test('what is excluded already does not come back', () => {
  const kept = topK(3)(Float32Array.of(Number.NEGATIVE_INFINITY, 1, Number.NEGATIVE_INFINITY));
  expect(supportOf(kept)).toEqual([1]);
});

test.each([0, -1, 1.5, Number.NaN])('%s is refused', (k) => {
  expect(() => topK(k)).toThrow('topK must be a whole number of at least 1, received');
});
