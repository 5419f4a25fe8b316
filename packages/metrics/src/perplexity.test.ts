import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsPerCharacter, meanLoss, perplexity } from './perplexity.js';

const mean = (...batch: Parameters<ReturnType<typeof meanLoss>['update']>) => {
  const metric = meanLoss();
  metric.update(...batch);
  return metric.compute();
};

test('batch means are weighted by the size of their batch', () => {
  const metric = meanLoss();
  metric.update(0.5, 128);
  metric.update(0.8, 64);
  expect(metric.compute()).toBeCloseTo(0.6, 15);
  metric.reset();
  metric.update(3);
  expect(metric.compute()).toBe(3);
});

test('one weight serves a whole list, a list of weights each entry', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean(Float32Array.of(1, 2, 6), 7)).toBe(3);
  expect(mean([1, 2, 6], [1, 0, 3])).toBe(19 / 4);
});

test('nothing is NaN, weight 0 never counts, any other NaN or infinity shows', () => {
  expect(meanLoss().compute()).toBeNaN();
  expect(mean(5, 0)).toBeNaN();
  expect(mean([1, Number.NaN, Number.POSITIVE_INFINITY], [1, 0, 0])).toBe(1);
  expect(mean([1, Number.NaN])).toBeNaN();
  expect(mean([1, Number.POSITIVE_INFINITY, 1])).toBe(Number.POSITIVE_INFINITY);
});

test('small losses are not lost beside large ones', () => {
  expect(mean([1e16, 1, 1, 1, 1, -1e16])).toBe(4 / 6);
  // Plain addition gives 0.10000000000133288 here.
  expect(mean(new Float64Array(1_000_000).fill(0.1))).toBe(0.1);
});

test('the sum overflows to infinity as the plain sum does', () => {
  expect(mean([1e308, 1e308])).toBe(Number.POSITIVE_INFINITY);
});

test('the mean lies between the smallest and the largest loss', () => {
  const loss = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(loss, fc.integer({ min: 1, max: 99 })), { minLength: 1 }), (list) => {
      const losses = list.map(([value]) => value);
      const value = mean(
        losses,
        list.map(([, weight]) => weight),
      );
      const slack = 1e-9;
      expect(value).toBeGreaterThanOrEqual(Math.min(...losses) - slack);
      expect(value).toBeLessThanOrEqual(Math.max(...losses) + slack);
    }),
  );
});

test.each<[string, Parameters<typeof mean>]>([
  ['meanLoss: weight has 1 entries; expected 2.', [[1, 2], [1]]],
  [
    'meanLoss: weight[1] is -1; expected a finite number of at least 0.',
    [
      [1, 2],
      [1, -1],
    ],
  ],
  ['meanLoss: weight is NaN; expected a finite number of at least 0.', [1, Number.NaN]],
])('%s', (message, batch) => {
  expect(() => mean(...batch)).toThrow(new RangeError(message));
});

test('guessing evenly among n tokens has perplexity n', () => {
  const metric = perplexity();
  metric.update(Math.log(77), 1000);
  expect(metric.compute()).toBeCloseTo(77, 10);
});

test('it is e to the mean over all tokens, not the mean of perplexities', () => {
  const metric = perplexity();
  metric.update([Math.log(2), Math.log(8)]);
  metric.update(Math.log(4), 2);
  expect(metric.compute()).toBeCloseTo(4, 12);
});

test('masked tokens never count, and reset forgets', () => {
  const metric = perplexity();
  metric.update([Math.log(3), 99], [1, 0]);
  expect(metric.compute()).toBeCloseTo(3, 12);
  metric.reset();
  expect(metric.compute()).toBeNaN();
});

test('one nat is 1.4427 bits', () => {
  const metric = bitsPerCharacter();
  metric.update(1);
  expect(metric.compute()).toBeCloseTo(Math.LOG2E, 14);
});

test('it is the mean over characters, weighted by their number', () => {
  const metric = bitsPerCharacter();
  metric.update(Math.log(2), 3);
  metric.update([Math.log(32), Number.NaN], [1, 0]);
  expect(metric.compute()).toBeCloseTo((3 * 1 + 5) / 4, 14);
  metric.reset();
  expect(metric.compute()).toBeNaN();
});
