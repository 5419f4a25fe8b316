import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { TrainingError } from '../error.js';
import { tokenExamples } from '../examples/token-examples.js';
import { type TokenDropoutOptions, tokenDropout } from './token-dropout.js';

const examples = tokenExamples({
  ids: Array.from({ length: 50 }, (_, k) => new Array<number>(20 + (k % 3)).fill(5 + (k % 2))),
  targets: new Uint8Array(50),
});
const order = Array.from({ length: 50 }, (_, k) => k);
const whole = examples.batch(order, 30);

/** All examples as a training reads them. */
function dropped(options: Partial<TokenDropoutOptions>, generator = new Generator(1)) {
  const batch = examples.batch(order, 30);
  tokenDropout({ rate: 0.25, id: 1, ...options }).apply(batch, 50, generator);
  return batch;
}

const count = ({ ids }: typeof whole, id: number): number =>
  (ids as Int32Array).filter((other) => other === id).length;

test('replaces its share of tokens, others each time, and never the filling behind a text', () => {
  const generator = new Generator(1);
  const [first, second] = [dropped({}, generator), dropped({}, generator)];
  const tokens = order.reduce((sum, k) => sum + examples.steps(k), 0);
  expect(count(first, 1) / tokens).toBeCloseTo(0.25, 1);
  expect(count(first, 0)).toBe(50 * 30 - tokens);
  expect(second.ids).not.toEqual(first.ids);
  expect({ ...first, ids: [] }).toEqual({ ...whole, ids: [] });
});

test('draws the same from the same generator', () => {
  expect(dropped({}, new Generator(2))).toEqual(dropped({}, new Generator(2)));
});

test('may leave some ids as they are', () => {
  const kept = dropped({ rate: 0.5, keep: [5] });
  expect(count(kept, 5)).toBe(count(whole, 5));
  expect(count(kept, 6)).toBeLessThan(count(whole, 6));
});

test.each([-0.1, 1, Number.NaN])('refuses the rate %s', (rate) => {
  expect(() => tokenDropout({ rate, id: 1 })).toThrow(
    new TrainingError(
      `tokenDropout: rate must be a number from 0 up to, but not including, 1, received ${rate}.`,
    ),
  );
});

test('refuses options that are unknown or missing', () => {
  const attempt = (options: object) => () => tokenDropout(options as TokenDropoutOptions);
  expect(attempt({ rate: 0.1 })).toThrow('tokenDropout needs id: a whole number of at least 0.');
  expect(attempt({ rate: 0.1, id: 1, keeps: [0] })).toThrow(
    'tokenDropout has no option "keeps"; the nearest is "keep".',
  );
});

test('refuses batches of something else', () => {
  const { apply } = tokenDropout({ rate: 0.1, id: 1 });
  expect(() => apply({ features: new Float32Array(4) }, 1, new Generator(1))).toThrow(
    'tokenDropout: expected batches of tokens, received others.',
  );
});
