import { describe, expect, it } from 'vitest';
import { shuffledIndices } from './shuffled-indices.js';

describe('shuffledIndices', () => {
  it('gives this very order on every platform and in every version', () => {
    expect([...shuffledIndices(10, 0)]).toEqual([9, 4, 7, 5, 3, 6, 0, 1, 8, 2]);
    expect([...shuffledIndices(10, 4294967295)]).toEqual([2, 7, 1, 6, 9, 5, 4, 3, 0, 8]);
  });

  it('holds every index once', () => {
    expect([...shuffledIndices(1000, 7)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    expect(shuffledIndices(0, 7)).toHaveLength(0);
    expect([...shuffledIndices(1, 7)]).toEqual([0]);
  });

  it('puts every index at every position equally often over consecutive seeds', () => {
    const size = 5;
    const seeds = 10_000;
    const counts = Array.from({ length: size * size }, () => 0);
    for (let seed = 0; seed < seeds; seed++) {
      shuffledIndices(size, seed).forEach((index, place) => {
        counts[place * size + index]! += 1;
      });
    }
    const expected = seeds / size;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(39.25); // 16 degrees of freedom, p = 0.001
  });

  it('gives orders for neighboring seeds that have nothing to do with each other', () => {
    const size = 5;
    const seeds = 10_000;
    const counts = Array.from({ length: size * size }, () => 0);
    for (let seed = 0; seed < seeds; seed++) {
      const last = shuffledIndices(size, seed).at(-1)!;
      const lastOfNext = shuffledIndices(size, seed + 1).at(-1)!;
      counts[last * size + lastOfNext]! += 1;
    }
    const expected = seeds / size ** 2;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(51.2); // 24 degrees of freedom, p = 0.001
  });

  it.each([-1, 2 ** 32, 1.5, Number.NaN])('refuses the seed %s', (seed) => {
    expect(() => shuffledIndices(3, seed)).toThrow(
      `The seed must be a whole number from 0 to 4294967295, received ${seed}.`,
    );
  });
});
