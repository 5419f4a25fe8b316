import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { classCounts } from './class-counts.js';
import { assignGroups } from './partition.js';
import { split } from './split.js';

const numbers = (length: number) => Dataset.from(Array.from({ length }, (_, i) => i));
const sizes = (parts: readonly { length: number }[]) => parts.map((part) => part.length);
const together = <T>(parts: readonly Dataset<T>[]) => parts.flatMap((part) => part.toArray());
const byNumber = (a: number, b: number) => a - b;

/** Fractions that sum to 1, none very small. */
const someFractions = fc
  .array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 5 })
  .map((weights) => {
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  });
const someSeed = fc.nat();

describe('split', () => {
  it('gives parts of the sizes asked for', () => {
    expect(sizes(split(numbers(100), { fractions: [0.8, 0.1, 0.1], seed: 1 }))).toEqual([80, 10, 10]);
    expect(sizes(split(numbers(100), { fractions: [0.29, 0.71], seed: 1 }))).toEqual([29, 71]);
    expect(sizes(split(numbers(10), { fractions: [1 / 3, 1 / 3, 1 / 3], seed: 1 })).sort()).toEqual([
      3, 3, 4,
    ]);
  });

  it('puts every example into exactly one part, within 1 of its exact size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 300 }), someFractions, someSeed, (length, fractions, seed) => {
        const parts = split(numbers(length), { fractions, seed });
        expect(together(parts).sort(byNumber)).toEqual(numbers(length).toArray());
        parts.forEach((part, i) => {
          expect(Math.abs(part.length - fractions[i]! * length)).toBeLessThan(1);
        });
      }),
    );
  });

  it('is the same for the same seed and another for another', () => {
    const first = (seed: number) => split(numbers(50), { fractions: [0.5, 0.5], seed })[0]!.toArray();
    expect(first(3)).toEqual(first(3));
    expect(first(3)).not.toEqual(first(4));
  });

  it('mixes the order within a part', () => {
    const [part] = split(numbers(50), { fractions: [0.5, 0.5], seed: 1, stratify: (n) => String(n % 2) });
    expect(part!.toArray()).not.toEqual(part!.toArray().sort(byNumber));
    expect(part!.take(12).filter((n) => n % 2 === 0).length).toBeGreaterThan(0);
    expect(part!.take(12).filter((n) => n % 2 === 1).length).toBeGreaterThan(0);
  });

  it('keeps the card', () => {
    const card = { name: 'pair' };
    const parts = split(Dataset.from([1, 2], card), { fractions: [0.5, 0.5], seed: 0 });
    expect(parts.map((part) => part.card)).toEqual([card, card]);
  });
});

describe('split with `by`', () => {
  it('never puts a key into two parts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 200, maxLength: 300 }), someSeed, (keys, seed) => {
        const parts = split(Dataset.from(keys), { fractions: [0.6, 0.2, 0.2], seed, by: String });
        expect(together(parts).sort(byNumber)).toEqual(keys.toSorted(byNumber));
        const distinct = parts.flatMap((part) => [...new Set(part)]);
        expect(distinct).toHaveLength(new Set(distinct).size);
      }),
    );
  });

  it('meets the fractions exactly where groups of equal size allow it', () => {
    const parts = split(numbers(100), { fractions: [0.8, 0.1, 0.1], seed: 1, by: (n) => String(n % 10) });
    expect(sizes(parts)).toEqual([80, 10, 10]);
  });

  it('favors neither large nor small parts where the groups do not fit', () => {
    const parts = split(numbers(100), { fractions: [0.76, 0.12, 0.12], seed: 1, by: (n) => String(n % 10) });
    expect(sizes(parts)).toEqual([80, 10, 10]);
  });

  it('comes within one example of the fractions where single examples can even out large groups', () => {
    const by = (n: number) => (n < 900 ? `group ${n % 30}` : `single ${n}`);
    for (let seed = 0; seed < 20; seed++) {
      const [train, validation, test] = sizes(split(numbers(1000), { fractions: [0.8, 0.1, 0.1], seed, by }));
      expect(Math.abs(train! - 800)).toBeLessThanOrEqual(1);
      expect(Math.abs(validation! - 100)).toBeLessThanOrEqual(1);
      expect(Math.abs(test! - 100)).toBeLessThanOrEqual(1);
    }
  });

  it('deals large groups to small parts too, and differently for another seed', () => {
    const by = (n: number) => String(Math.floor(n / 10));
    const inTest = (seed: number) =>
      [...new Set([...split(numbers(200), { fractions: [0.8, 0.2], seed, by })[1]!].map(by))].sort();
    expect(inTest(1)).toHaveLength(4);
    expect(inTest(1)).not.toEqual(inTest(2));
  });
});

describe('split with `stratify`', () => {
  it('gives each part its share of every class, and of the whole', () => {
    const dataset = Dataset.from(Array.from({ length: 1000 }, (_, i) => (i % 10 < 7 ? 'common' : 'rare')));
    const parts = split(dataset, { fractions: [0.8, 0.1, 0.1], seed: 1, stratify: (label) => label });
    const counts = parts.map((part) => Object.fromEntries(classCounts(part, (label) => label)));
    expect(counts).toEqual([
      { common: 560, rare: 240 },
      { common: 70, rare: 30 },
      { common: 70, rare: 30 },
    ]);
  });

  it('takes numbers as keys', () => {
    const options = { fractions: [0.5, 0.5], seed: 1 };
    const [first] = split(numbers(100), { ...options, stratify: (n) => n % 2 });
    expect(classCounts(first!, (n) => n % 2)).toEqual(
      new Map([
        [0, 25],
        [1, 25],
      ]),
    );
    const [whole] = split(numbers(100), { ...options, by: (n) => n % 10 });
    expect([...classCounts(whole!, (n) => n % 10).values()]).toEqual(Array(5).fill(10));
  });

  it('does not starve a small part when every class is small', () => {
    const parts = split(numbers(500), {
      fractions: [0.8, 0.1, 0.1],
      seed: 1,
      stratify: (n) => String(n % 100),
    });
    expect(sizes(parts)).toEqual([400, 50, 50]);
  });

  it('rounds the share of every class down or up, and keeps the totals near the fractions', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 200, maxLength: 300 }),
        someFractions,
        someSeed,
        (keys, fractions, seed) => {
          const dataset = Dataset.from(keys);
          const parts = split(dataset, { fractions, seed, stratify: String });
          const all = classCounts(dataset, (key) => key);
          parts.forEach((part, i) => {
            const counts = classCounts(part, (key) => key);
            for (const [key, count] of all) {
              expect(Math.abs((counts.get(key) ?? 0) - fractions[i]! * count)).toBeLessThan(1);
            }
            expect(Math.abs(part.length - fractions[i]! * keys.length)).toBeLessThan(2);
          });
        },
      ),
    );
  });
});

describe('split refuses', () => {
  const refusal = (length: number, options: Parameters<typeof split<number>>[1]) => () =>
    split(numbers(length), options);

  it.each([
    [[0.8, 0.1], '[0.8, 0.1]'],
    [[0.8, 0.3, -0.1], '[0.8, 0.3, -0.1]'],
    [[1, 0], '[1, 0]'],
    [[], '[]'],
    [[Number.NaN, 1], '[NaN, 1]'],
  ])('fractions that are not positive or do not sum to 1: %j', (fractions, shown) => {
    const attempt = refusal(10, { fractions, seed: 1 });
    expect(attempt).toThrow(DatasetError);
    expect(attempt).toThrow(`must be positive and sum to 1, but ${shown} sums to`);
  });

  it('an empty part', () => {
    expect(refusal(4, { fractions: [0.8, 0.1, 0.1], seed: 1 })).toThrow(
      'Part 3 of the split would be empty: it is to get 0.1 of 4 examples.',
    );
    expect(refusal(0, { fractions: [1], seed: 1 })).toThrow('Part 1 of the split would be empty');
  });

  it('more parts than groups', () => {
    expect(refusal(100, { fractions: [0.5, 0.5], seed: 1, by: () => 'same' })).toThrow(
      'Part 2 of the split would be empty: it is to get 0.5 of 100 examples in 1 groups.',
    );
  });

  it('`by` together with `stratify`', () => {
    expect(refusal(10, { fractions: [0.5, 0.5], seed: 1, by: String, stratify: String })).toThrow(
      'A split takes either `by` or `stratify`, not both.',
    );
  });

  it.each([
    [
      'by',
      { by: (n: number) => ({ n }) },
      '`by` must give a string or a number, but for example 0 gave an object.',
    ],
    [
      'stratify',
      { stratify: (n: number) => (n < 3 ? n : undefined) },
      '`stratify` must give a string or a number, but for example 3 gave nothing.',
    ],
  ])('a key that is neither a string nor a number: %s', (_, options, message) => {
    const wrong = { fractions: [0.5, 0.5], seed: 1, ...options } as Parameters<typeof split<number>>[1];
    expect(refusal(10, wrong)).toThrow(new DatasetError(message));
  });

  it('a seed that is not an integer', () => {
    expect(refusal(10, { fractions: [0.5, 0.5], seed: 0.5 })).toThrow('The seed must be a whole number');
  });
});

it('deals a large group out before the small ones, wherever it stands', () => {
  const small = Array.from({ length: 10 }, (_, i) => [i]);
  const large = Array.from({ length: 10 }, (_, i) => 10 + i);
  const partOf = assignGroups([...small, large], [0.5, 0.5]);
  expect(partOf.filter((part) => part === 0)).toHaveLength(10);
});
