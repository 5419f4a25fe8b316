import { Generator } from '@rnnlab/shared';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquare, LIMIT_7, softmaxOf } from '../../test/chi-square.js';
import { draw, greedy, minP, temperature, topK, topP } from './sampling.js';

const logits = [1.2, -0.4, 0.3, 2.1, -1.5, 0, 0.9, -2.2];
const count = 100_000;

function countsAt(value: number, seed: number): number[] {
  const changed = temperature(value)(Float32Array.from(logits));
  const random = new Generator(seed);
  const counts = logits.map(() => 0);
  for (let k = 0; k < count; k++) counts[draw(changed, random)]!++;
  return counts;
}

describe.each([0.5, 1, 2])('100,000 draws at temperature %s', (value) => {
  const counts = countsAt(value, 11);

  test('follow the softmax of logits over the temperature', () => {
    expect(chiSquare(counts, softmaxOf(logits, value))).toBeLessThan(LIMIT_7);
  });

  test('would not pass for those of another temperature', () => {
    expect(chiSquare(counts, softmaxOf(logits, value * 1.05))).toBeGreaterThan(LIMIT_7);
  });
});

test('logits are divided, and what is excluded stays so', () => {
  expect([...temperature(0.5)(Float32Array.of(1, -2, Number.NEGATIVE_INFINITY))]).toEqual([
    2,
    -4,
    Number.NEGATIVE_INFINITY,
  ]);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-60, '1' as never])('%s is refused', (value) => {
  expect(() => temperature(value)).toThrow(
    'temperature must be a number above 0 (for the likeliest token each time there is greedy), received',
  );
});

const topKSupportOf = (logits: Float32Array): number[] =>
  [...logits.keys()].filter((id) => logits[id]! > Number.NEGATIVE_INFINITY);

test('the k likeliest stay as they are; of equal ones those with the lower ids', () => {
  const kept = topK(3)(Float32Array.of(1, 3, 1, 0, 1));
  expect([...kept]).toEqual([1, 3, 1, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});

test('exactly k are kept, and none outside is likelier than one inside', () => {
  const some = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 14 }), (values, k) => {
      const kept = topK(k)(Float32Array.from(values));
      const support = topKSupportOf(kept);
      expect(support).toHaveLength(Math.min(k, values.length));
      for (const [id, value] of values.entries()) {
        if (support.includes(id)) expect(kept[id]).toBe(value);
        else for (const inside of support) expect(value).toBeLessThanOrEqual(values[inside]!);
      }
    }),
  );
});

test('draws reach all of the support and nothing else', () => {
  const kept = topK(3)(Float32Array.of(0.1, 2, 0.5, 1, 0));
  const random = new Generator(5);
  const drawn = new Set(Array.from({ length: 2000 }, () => draw(kept, random)));
  expect([...drawn].sort()).toEqual([1, 2, 3]);
});

test('what is excluded already does not come back', () => {
  const kept = topK(3)(Float32Array.of(Number.NEGATIVE_INFINITY, 1, Number.NEGATIVE_INFINITY));
  expect(topKSupportOf(kept)).toEqual([1]);
});

test.each([0, -1, 1.5, Number.NaN])('%s is refused', (k) => {
  expect(() => topK(k)).toThrow('topK must be a whole number of at least 1, received');
});

const topPSupportOf = (logits: Float32Array): number[] =>
  [...logits.keys()].filter((id) => logits[id]! > Number.NEGATIVE_INFINITY);
const ofProbabilities = (...probabilities: number[]) => Float32Array.from(probabilities, Math.log);

test('the fewest likeliest that reach p stay', () => {
  const logits = ofProbabilities(0.1, 0.4, 0.2, 0.3);
  expect(topPSupportOf(topP(0.39)(logits))).toEqual([1]);
  expect(topPSupportOf(topP(0.41)(logits))).toEqual([1, 3]);
  expect(topPSupportOf(topP(0.69)(logits))).toEqual([1, 3]);
  expect(topPSupportOf(topP(0.71)(logits))).toEqual([1, 2, 3]);
  expect(topPSupportOf(topP(0.95)(logits))).toEqual([0, 1, 2, 3]);
  expect(topP(0.41)(logits)[3]).toBe(logits[3]);
});

test('of equally likely ones those with the lower ids stay, and at least one does', () => {
  expect(topPSupportOf(topP(0.5)(Float32Array.of(1, 1, 1, 1)))).toEqual([0, 1]);
  expect(topPSupportOf(topP(1e-9)(Float32Array.of(0, 5, 5)))).toEqual([1]);
});

test('the support has p or more, and less without its least likely one', () => {
  const some = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(some, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (tenths, p) => {
      const values = tenths.map((value) => Math.fround(value / 10));
      const probabilities = softmaxOf(values);
      const kept = topPSupportOf(topP(p)(Float32Array.from(values))).map((id) => probabilities[id]!);
      const sum = kept.reduce((a, b) => a + b, 0);
      expect(sum).toBeGreaterThan(p - 1e-9);
      expect(sum - Math.min(...kept)).toBeLessThan(p + 1e-9);
    }),
  );
});

test('1 keeps everything, however unlikely', () => {
  expect(topPSupportOf(topP(1)(Float32Array.of(0, -100, 50)))).toEqual([0, 1, 2]);
});

test.each([0, -0.1, 1.1, Number.NaN])('%s is refused', (p) => {
  expect(() => topP(p)).toThrow('topP must be a number above 0 and at most 1, received');
});

test('those stay that are at least p times as likely as the likeliest', () => {
  const logits = Float32Array.from([0.5, 0.25, 0.13, 0.12], Math.log);
  const kept = minP(0.255)(logits);
  expect([...kept.keys()].filter((id) => kept[id] === logits[id])).toEqual([0, 1, 2]);
  expect(kept[3]).toBe(Number.NEGATIVE_INFINITY);
  expect([...minP(1)(Float32Array.of(2, 1, 2))]).toEqual([2, Number.NEGATIVE_INFINITY, 2]);
});

test.each([0, 2, Number.NaN])('%s is refused', (p) => {
  expect(() => minP(p)).toThrow('minP must be a number above 0 and at most 1, received');
});

test('what is excluded is never drawn, and takes its draw all the same', () => {
  const random = new Generator(1);
  const other = new Generator(1);
  for (let k = 0; k < 500; k++) {
    expect(draw(Float32Array.of(Number.NEGATIVE_INFINITY, 0, Number.NEGATIVE_INFINITY), random)).toBe(1);
    draw(Float32Array.of(0, 1, 2), other);
  }
  expect(random.state).toEqual(other.state);
});

test('a source goes on from its state, and its forks differ', () => {
  const take = (random: Generator) => Array.from({ length: 5 }, () => random.uniform());
  const random = new Generator(9);
  random.uniform();
  const again = new Generator(random.state);
  const next = take(random);
  expect(take(again)).toEqual(next);
  for (const value of next) expect(value).toBeGreaterThan(0);

  const source = new Generator(9);
  const forks = [source.fork(), source.fork(), source];
  expect(take(forks[0]!)).toEqual(take(new Generator(9)));
  expect(new Set(forks.map((fork) => fork.uniform())).size).toBe(3);
});

test('the likeliest token; of equal ones the lowest id', () => {
  expect(greedy(Float32Array.of(0, 3, 1, 3))).toBe(1);
});
