import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracy } from './accuracy.js';
import { argmax } from './argmax.js';
import { topKAccuracy } from './top-k-accuracy.js';

const truth = [2, 0, 1];
const logits = [0.1, 0.6, 0.3, 0.2, 0.5, 0.3, 0.1, 0.8, 0.1];

test.each([
  [1, 1 / 3],
  [2, 2 / 3],
  [3, 1],
  [9, 1],
])('top %i of three rows is %f', (k, expected) => {
  const metric = topKAccuracy(k);
  metric.update(truth, logits, { classes: 3 });
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
      const [classes, all] = [rows.map(([target]) => target), rows.flatMap(([, values]) => values)];
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
    'topKAccuracy: truth[0] is 2; expected an integer from 0 to 1.',
  );
});
