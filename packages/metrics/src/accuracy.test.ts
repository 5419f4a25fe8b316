import { expect, test } from 'vitest';
import { accuracy } from './accuracy.js';

test('counts what is right, over several updates', () => {
  const metric = accuracy();
  metric.update([0, 1, 2, 2], Int32Array.of(0, 1, 1, 2));
  metric.update([5], [4]);
  expect(metric.compute()).toBe(3 / 5);
  metric.reset();
  metric.update([1], [1]);
  expect(metric.compute()).toBe(1);
});

test('is NaN before anything counted', () => {
  const metric = accuracy();
  expect(metric.compute()).toBeNaN();
  metric.update([], []);
  metric.update([1], [1], { mask: [0] });
  expect(metric.compute()).toBeNaN();
});

test('masked positions never count, whatever they hold', () => {
  const metric = accuracy();
  metric.update([1, -1, 2], [1, Number.NaN, 0], { mask: [true, false, true] });
  expect(metric.compute()).toBe(1 / 2);
});

test.each<[string, () => void]>([
  ['accuracy: prediction has 1 entries; expected 2.', () => accuracy().update([0, 1], [0])],
  ['accuracy: truth[1] is -1; expected an integer of at least 0.', () => accuracy().update([0, -1], [0, 0])],
  ['accuracy: prediction[0] is 0.5; expected an integer of at least 0.', () => accuracy().update([0], [0.5])],
  ['accuracy: mask has 2 entries; expected 1.', () => accuracy().update([0], [0], { mask: [1, 1] })],
  [
    'accuracy: mask[0] is 0.5; expected 0, 1, false or true.',
    () => accuracy().update([0], [0], { mask: [0.5] }),
  ],
])('%s', (message, run) => {
  expect(run).toThrow(new RangeError(message));
});

test('an update that throws changes nothing', () => {
  const metric = accuracy();
  metric.update([1], [1]);
  expect(() => metric.update([1, 1], [0, -1])).toThrow();
  expect(metric.compute()).toBe(1);
});
