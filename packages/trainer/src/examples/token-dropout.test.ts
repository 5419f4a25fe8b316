import { expect, test } from 'vitest';
import { TrainingError } from '../error.js';
import { Generator } from '../generator.js';
import { tokenDropout } from './token-dropout.js';
import { tokenExamples } from './token-examples.js';

const examples = tokenExamples({
  ids: Array.from({ length: 50 }, (_, k) => new Array<number>(20 + (k % 3)).fill(5 + (k % 2))),
  targets: new Uint8Array(50),
});
const order = Array.from({ length: 50 }, (_, k) => k);
const drawing = (seed: number) => {
  const generator = new Generator(seed);
  return (size: number, rate: number) => generator.mask(size, rate);
};
const count = (ids: Int32Array, id: number): number => ids.filter((other) => other === id).length;

test('replaces its share of tokens, others each time, and never the filling behind a text', () => {
  const dropped = tokenDropout(examples, { rate: 0.25, id: 1 });
  const mask = drawing(1);
  const [first, second] = [dropped.batch(order, 30, mask), dropped.batch(order, 30, mask)];
  const tokens = order.reduce((sum, k) => sum + examples.steps(k), 0);
  expect(count(first.ids as Int32Array, 1) / tokens).toBeCloseTo(0.25, 1);
  expect(count(first.ids as Int32Array, 0)).toBe(50 * 30 - tokens);
  expect(second.ids).not.toEqual(first.ids);
  expect({ ...first, ids: [] }).toEqual({ ...examples.batch(order, 30), ids: [] });
});

test('is drawn from the mask it is given, and changes nothing without one', () => {
  const dropped = tokenDropout(examples, { rate: 0.25, id: 1 });
  expect(dropped.batch(order, 30, drawing(2))).toEqual(dropped.batch(order, 30, drawing(2)));
  expect(dropped.batch(order, 30)).toEqual(examples.batch(order, 30));
  expect([dropped.length, dropped.steps(1)]).toEqual([50, 21]);
});

test('may leave some ids as they are', () => {
  const { ids } = tokenDropout(examples, { rate: 0.5, id: 1, keep: [5] }).batch(order, 30, drawing(3));
  const whole = examples.batch(order, 30).ids as Int32Array;
  expect(count(ids as Int32Array, 5)).toBe(count(whole, 5));
  expect(count(ids as Int32Array, 6)).toBeLessThan(count(whole, 6));
});

test.each([-0.1, 1, Number.NaN])('refuses the rate %s', (rate) => {
  expect(() => tokenDropout(examples, { rate, id: 1 })).toThrow(
    new TrainingError(`tokenDropout: rate must be from 0 up to, but not including, 1, received ${rate}.`),
  );
});
