import { Generator } from '@rnnlab/shared';
import { describe, expect, test } from 'vitest';
import { chiSquare, LIMIT_7, softmaxOf } from '../../../test/chi-square.js';
import { draw } from './draw.js';
import { temperature } from './temperature.js';

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
