import { expect, test } from 'vitest';
import { bitAccuracy, exactBitAccuracy } from './bit-accuracy.js';

const share = (
  options: Parameters<typeof bitAccuracy>[0],
  ...batch: Parameters<ReturnType<typeof bitAccuracy>['update']>
) => {
  const metric = bitAccuracy(options);
  metric.update(...batch);
  return metric.compute();
};

test('a probability above one half is a 1', () => {
  expect(share({}, [1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6])).toBe(3 / 4);
  expect(share({}, [0, 1], [0.5, 0.5])).toBe(1 / 2);
});

test('logits are cut at 0', () => {
  expect(share({ threshold: 0 }, [1, 0, 1, 0], [0.1, -0.1, 0, 0])).toBe(3 / 4);
});

test('NaN is wrong whatever the target', () => {
  expect(share({}, [0, 1], [Number.NaN, Number.NaN])).toBe(0);
});

test('masked bits never count, and reset forgets', () => {
  expect(share({}, [1, -1], [1, 0], { mask: [1, 0] })).toBe(1);
  const metric = bitAccuracy();
  metric.update([1], [1]);
  metric.reset();
  expect(metric.compute()).toBeNaN();
});

test('what is not a bit, and an impossible threshold, are refused', () => {
  expect(() => share({}, [2], [1])).toThrow('bitAccuracy: targets[0] is 2; expected an integer from 0 to 1.');
  expect(() => share({}, [1, 0], [1])).toThrow('bitAccuracy: predictions has 1 entries; expected 2.');
  expect(() => bitAccuracy({ threshold: Number.NaN })).toThrow('threshold is NaN; expected a finite number.');
});

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
    'exactBitAccuracy: targets has 3 entries; expected a multiple of the 2 steps.',
  );
  expect(() => metric.update([1], [1], { steps: 0 })).toThrow(
    'steps is 0; expected an integer of at least 1.',
  );
});
