import { expect, test } from 'vitest';
import { minP } from './min-p.js';

test('those stay that are at least p times as likely as the likeliest', () => {
  const logits = Float32Array.from([0.5, 0.25, 0.13, 0.12], Math.log);
  const kept = minP(0.255)(logits);
  expect([...kept.keys()].filter((id) => kept[id] === logits[id])).toEqual([0, 1, 2]);
  expect(kept[3]).toBe(Number.NEGATIVE_INFINITY);
  expect([...minP(1)(Float32Array.of(2, 1, 2))]).toEqual([2, Number.NEGATIVE_INFINITY, 2]);
});

test.each([0, 2, Number.NaN])('%s is refused', (p) => {
  expect(() => minP(p)).toThrow('minP must be a number above 0 and at most 1, received');
});
