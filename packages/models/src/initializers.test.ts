import { expect, test } from 'vitest';
import { generator } from '../test/random.js';
import {
  gatedBias,
  glorotUniform,
  heUniform,
  type Initializer,
  normal,
  ones,
  orthogonal,
  zeros,
} from './initializers.js';

const draw = (initializer: Initializer, shape: number[], seed = 7) => initializer(shape, generator(seed));
const mean = (data: Float32Array) => data.reduce((a, b) => a + b, 0) / data.length;
const deviation = (data: Float32Array) => {
  const center = mean(data);
  return Math.sqrt(mean(data.map((x) => (x - center) ** 2)));
};

test.each([
  ['glorotUniform', glorotUniform(), [6, 6]],
  ['heUniform', heUniform(), [6, 6]],
  ['normal', normal(), [6, 6]],
  ['orthogonal', orthogonal(), [6, 6]],
] as const)('%s is a function of the draws alone', (_, initializer, shape) => {
  expect(draw(initializer, [...shape])).toEqual(draw(initializer, [...shape]));
  expect(draw(initializer, [...shape])).not.toEqual(draw(initializer, [...shape], 8));
});

/** Uniform in ±limit. */
function expectUniform(data: Float32Array, limit: number): void {
  expect(Math.max(...data)).toBeLessThanOrEqual(limit);
  expect(Math.min(...data)).toBeGreaterThanOrEqual(-limit);
  expect(Math.max(...data)).toBeGreaterThan(0.98 * limit);
  expect(Math.abs(mean(data))).toBeLessThan(0.06 * limit);
  expect(deviation(data)).toBeCloseTo(limit / Math.sqrt(3), 2);
}

test('heUniform fills ±√(6 / fan in)', () => {
  expectUniform(draw(heUniform(), [60, 40]), Math.sqrt(6 / 60));
  expectUniform(draw(heUniform(), [30, 4, 5]), Math.sqrt(6 / 20));
  expectUniform(draw(heUniform(), [20, 3, 5, 5]), Math.sqrt(6 / 75));
});

test('glorotUniform fills ±√(6 / (fan in + fan out)), per block', () => {
  expectUniform(draw(glorotUniform(), [60, 40]), Math.sqrt(6 / 100));
  expectUniform(draw(glorotUniform({ blocks: 4 }), [60, 160]), Math.sqrt(6 / 100));
  // The kernel of a convolution: 20 filters over 3 channels of 5 × 5.
  expectUniform(draw(glorotUniform(), [20, 3, 5, 5]), Math.sqrt(6 / (75 + 500)));
});

test('normal has the deviation asked for', () => {
  const data = draw(normal({ deviation: 0.5 }), [100, 60]);
  expect(Math.abs(mean(data))).toBeLessThan(0.03);
  expect(deviation(data)).toBeCloseTo(0.5, 1);
  expect(data.every(Number.isFinite)).toBe(true);
  expect(normal()([4], () => 0).every(Number.isFinite)).toBe(true);
});

test.each([
  [1, 1],
  [5, 1],
  [7, 3],
  [32, 4],
])('orthogonal: %i rows in %i blocks, each with orthonormal rows, none like another', (n, blocks) => {
  const kernel = draw(orthogonal({ blocks }), [n, blocks * n]);
  const row = (block: number, r: number) =>
    kernel.slice(r * blocks * n + block * n, r * blocks * n + (block + 1) * n);
  for (let block = 0; block < blocks; block++) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const dot = row(block, a).reduce((sum, value, k) => sum + value * row(block, b)[k]!, 0);
        expect(Math.abs(dot - Number(a === b))).toBeLessThan(1e-5);
      }
    }
    if (block > 0 && n > 1) expect(row(block, 0)).not.toEqual(row(0, 0));
  }
});

test('orthogonal: rows that start out almost alike are orthonormal too', () => {
  const n = 6;
  const random = generator(3);
  const drawn: number[] = [];
  let draws = 0;
  const alike = () => {
    const k = draws++;
    if (k < 2 * n) drawn.push(random());
    return drawn[k % (2 * n)]! + 1e-9 * (k < 2 * n ? 0 : random());
  };
  const kernel = orthogonal()([n, n], alike);
  expect(draws).toBe(2 * n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      let dot = 0;
      for (let k = 0; k < n; k++) dot += kernel[a * n + k]! * kernel[b * n + k]!;
      expect(Math.abs(dot - Number(a === b))).toBeLessThan(1e-5);
    }
  }
});

test('orthogonal refuses blocks that are not square', () => {
  expect(() => draw(orthogonal({ blocks: 2 }), [3, 5])).toThrow(
    'Orthogonal needs 2 square block(s) side by side, got shape [3, 5].',
  );
  expect(() => draw(orthogonal(), [4])).toThrow('Orthogonal needs');
});

test('zeros, ones and gatedBias', () => {
  expect([...draw(ones(), [2])]).toEqual([1, 1]);
  expect([...draw(zeros(), [2, 2])]).toEqual([0, 0, 0, 0]);
  expect([...draw(gatedBias(3, 1), [6])]).toEqual([0, 0, 1, 1, 0, 0]);
  expect([...draw(gatedBias(2, 0, 3), [2])]).toEqual([3, 0]);
});
