import fc from 'fast-check';
import { expect, test } from 'vitest';
import { softmaxOf } from '../../../test/chi-square.js';
import { topP } from './top-p.js';

const supportOf = (logits: Float32Array): number[] =>
  [...logits.keys()].filter((id) => logits[id]! > Number.NEGATIVE_INFINITY);
const ofProbabilities = (...probabilities: number[]) => Float32Array.from(probabilities, Math.log);

test('the fewest likeliest that reach p stay', () => {
  const logits = ofProbabilities(0.1, 0.4, 0.2, 0.3);
  expect(supportOf(topP(0.39)(logits))).toEqual([1]);
  expect(supportOf(topP(0.41)(logits))).toEqual([1, 3]);
  expect(supportOf(topP(0.69)(logits))).toEqual([1, 3]);
  expect(supportOf(topP(0.71)(logits))).toEqual([1, 2, 3]);
  expect(supportOf(topP(0.95)(logits))).toEqual([0, 1, 2, 3]);
  expect(topP(0.41)(logits)[3]).toBe(logits[3]);
});

test('of equally likely ones those with the lower ids stay, and at least one does', () => {
  expect(supportOf(topP(0.5)(Float32Array.of(1, 1, 1, 1)))).toEqual([0, 1]);
  expect(supportOf(topP(1e-9)(Float32Array.of(0, 5, 5)))).toEqual([1]);
});

test('the support has p or more, and less without its least likely one', () => {
  const some = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(some, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (tenths, p) => {
      const values = tenths.map((value) => Math.fround(value / 10));
      const probabilities = softmaxOf(values);
      const kept = supportOf(topP(p)(Float32Array.from(values))).map((id) => probabilities[id]!);
      const sum = kept.reduce((a, b) => a + b, 0);
      expect(sum).toBeGreaterThan(p - 1e-9);
      expect(sum - Math.min(...kept)).toBeLessThan(p + 1e-9);
    }),
  );
});

test('1 keeps everything, however unlikely', () => {
  expect(supportOf(topP(1)(Float32Array.of(0, -100, 50)))).toEqual([0, 1, 2]);
});

test.each([0, -0.1, 1.1, Number.NaN])('%s is refused', (p) => {
  expect(() => topP(p)).toThrow('topP must be a number above 0 and at most 1, received');
});
