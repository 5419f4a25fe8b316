import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argmax } from './argmax.js';

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
