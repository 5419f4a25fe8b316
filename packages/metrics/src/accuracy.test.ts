import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracy, argmax, topKAccuracy } from './accuracy.js';

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
  ['accuracy: predictions has 1 entries; expected 2.', () => accuracy().update([0, 1], [0])],
  ['accuracy: labels[1] is -1; expected an integer of at least 0.', () => accuracy().update([0, -1], [0, 0])],
  [
    'accuracy: predictions[0] is 0.5; expected an integer of at least 0.',
    () => accuracy().update([0], [0.5]),
  ],
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

const labels = [2, 0, 1];
const logits = [0.1, 0.6, 0.3, 0.2, 0.5, 0.3, 0.1, 0.8, 0.1];

test.each([
  [1, 1 / 3],
  [2, 2 / 3],
  [3, 1],
  [9, 1],
])('top %i of three rows is %f', (k, expected) => {
  const metric = topKAccuracy(k);
  metric.update(labels, logits, { classes: 3 });
  expect(metric.compute()).toBe(expected);
});

test('equal logits rank by class', () => {
  const metric = topKAccuracy(2);
  metric.update([0, 1, 2], [1, 1, 1, 1, 1, 1, 1, 1, 1], { classes: 3 });
  expect(metric.compute()).toBe(2 / 3);
});

test('top 1 is the accuracy of argmax, also with ties and NaN', () => {
  const logit = fc.constantFrom(0, 1, 2, Number.NaN, Number.NEGATIVE_INFINITY);
  const row = fc.tuple(fc.nat(2), fc.tuple(logit, logit, logit), fc.boolean());
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const [classes, all] = [rows.map(([label]) => label), rows.flatMap(([, values]) => values)];
      const mask = rows.map(([, , counts]) => counts);
      const [top, plain] = [topKAccuracy(1), accuracy()];
      top.update(classes, all, { classes: 3, mask });
      plain.update(classes, argmax(all, 3), { mask });
      expect(top.compute()).toBe(plain.compute());
    }),
  );
});

test('masked rows never count, and reset forgets', () => {
  const metric = topKAccuracy(1);
  metric.update([-1, 0], [0, 0, 1, 0], { classes: 2, mask: [0, 1] });
  expect(metric.compute()).toBe(1);
  metric.reset();
  expect(metric.compute()).toBeNaN();
});

test('shapes and classes that do not fit are refused', () => {
  expect(() => topKAccuracy(0)).toThrow('topKAccuracy: k is 0; expected an integer of at least 1.');
  const metric = topKAccuracy(1);
  expect(() => metric.update([0], [1, 2, 3], { classes: 2 })).toThrow('logits has 3 entries; expected 2.');
  expect(() => metric.update([2], [1, 2], { classes: 2 })).toThrow(
    'topKAccuracy: labels[0] is 2; expected an integer from 0 to 1.',
  );
});

test('the largest logit of each row wins', () => {
  expect(argmax(Float32Array.of(-3, -1, -2, 5, 0, 1), 3)).toEqual(Int32Array.of(1, 0));
});

test('of equal logits the lowest class wins', () => {
  expect(argmax([1, 2, 2, 0, 0, 0], 3)).toEqual(Int32Array.of(1, 0));
});

test('NaN never beats a number, and a row of NaN gives class 0', () => {
  const { NaN: nan, NEGATIVE_INFINITY: low } = Number;
  expect(argmax([nan, -5, nan, nan, nan, nan], 3)).toEqual(Int32Array.of(1, 0));
  expect(argmax([nan, low, low], 3)).toEqual(Int32Array.of(0));
});

test('no rows give no classes', () => {
  expect(argmax([], 3)).toEqual(new Int32Array(0));
});

test('the chosen logit is at least as large as every other, and larger than those before it', () => {
  const row = fc.array(fc.float({ noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(row, (logits) => {
      const best = argmax(logits, 4)[0]!;
      expect(logits.every((value) => value <= logits[best]!)).toBe(true);
      expect(logits.slice(0, best).every((value) => value < logits[best]!)).toBe(true);
    }),
  );
});

test('rows must be whole', () => {
  expect(() => argmax([1, 2, 3, 4], 3)).toThrow(
    new RangeError('argmax: logits has 4 entries; expected a multiple of the 3 classes.'),
  );
  expect(() => argmax([1], 0)).toThrow('argmax: classes is 0; expected an integer of at least 1.');
});
