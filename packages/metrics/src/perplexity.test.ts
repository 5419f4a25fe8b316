import { expect, test } from 'vitest';
import { perplexity } from './perplexity.js';

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
