import { describe, expect, it } from 'vitest';
import { Random } from './random.js';

/** Pearson's χ² against equal counts. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('Random', () => {
  it('gives these very numbers on every platform and in every version', () => {
    const random = new Random(1);
    expect([random.below(1000), random.integer(-5, 5), random.below(2 ** 32)]).toEqual([945, -4, 1401859746]);
    expect(random.uniform()).toBe(0.6386156704072015);
    expect(new Random(1, 2 ** 40 + 3).below(2 ** 32)).toBe(216427732);
    expect(new Random(7, 3).shuffle([0, 1, 2, 3, 4])).toEqual([0, 2, 1, 3, 4]);
  });

  it('gives every number equally often', () => {
    const random = new Random(1);
    const counts = Array.from({ length: 25 }, () => 0);
    for (let i = 0; i < 50_000; i++) {
      counts[random.below(5)]! += 1;
      counts[5 + random.integer(-2, 2) + 2]! += 1;
      counts[10 + Math.floor(random.uniform(0, 5))]! += 1;
      counts[15 + Math.floor(random.uniform() * 10)]! += 1;
    }
    expect(chiSquare(counts.slice(0, 5))).toBeLessThan(18.5); // 4 degrees of freedom, p = 0.001
    expect(chiSquare(counts.slice(5, 10))).toBeLessThan(18.5);
    expect(chiSquare(counts.slice(10, 15))).toBeLessThan(18.5);
    expect(chiSquare(counts.slice(15))).toBeLessThan(27.9); // 9 degrees of freedom
  });

  it.each<[string, (n: number) => Random]>([
    ['neighboring indices', (n) => new Random(1, n)],
    ['neighboring seeds', (n) => new Random(n)],
    ['large indices', (n) => new Random(1, n * 2 ** 32)],
  ])('starts %s from places that have nothing to do with each other', (_, at) => {
    const size = 5;
    const counts = Array.from({ length: size ** 3 }, () => 0);
    for (let n = 0; n < 25_000; n++) {
      const random = at(n);
      counts[(random.below(size) * size + random.below(size)) * size + at(n + 1).below(size)]! += 1;
    }
    expect(chiSquare(counts)).toBeLessThan(178); // 124 degrees of freedom, p = 0.001
  });
});
