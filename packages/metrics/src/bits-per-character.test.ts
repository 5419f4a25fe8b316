import { expect, test } from 'vitest';
import { bitsPerCharacter } from './bits-per-character.js';

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
