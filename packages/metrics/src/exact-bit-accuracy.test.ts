import { expect, test } from 'vitest';
import { exactBitAccuracy } from './exact-bit-accuracy.js';

test('one wrong bit spoils its sequence', () => {
  const metric = exactBitAccuracy();
  metric.update([1, 0, 1, 1, 0, 0], [0.9, 0.2, 0.6, 0.4, 0.1, 0.1], { steps: 2 });
  expect(metric.compute()).toBe(2 / 3);
});

test('steps may change between updates', () => {
  const metric = exactBitAccuracy({ threshold: 0 });
  metric.update([1, 1, 1], [1, 1, 1], { steps: 3 });
  metric.update([0, 0, 1], [-1, 1, 1], { steps: 1 });
  expect(metric.compute()).toBe(3 / 4);
});

test('masked bits cannot spoil a sequence, and a masked sequence does not count', () => {
  const metric = exactBitAccuracy();
  metric.update([1, -1, 1, 1, 1, 0], [1, 0, 0, 0, 1, 1], { steps: 2, mask: [1, 0, 0, 0, 1, 1] });
  expect(metric.compute()).toBe(1 / 2);
  metric.reset();
  expect(metric.compute()).toBeNaN();
});

test('sequences must be whole', () => {
  const metric = exactBitAccuracy();
  expect(() => metric.update([1, 0, 1], [1, 0, 1], { steps: 2 })).toThrow(
    'exactBitAccuracy: truth has 3 entries; expected a multiple of the 2 steps.',
  );
  expect(() => metric.update([1], [1], { steps: 0 })).toThrow(
    'steps is 0; expected an integer of at least 1.',
  );
});
