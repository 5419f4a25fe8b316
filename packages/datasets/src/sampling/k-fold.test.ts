import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { classCounts } from './class-counts.js';
import { kFold } from './split.js';

const numbers = (length: number) => Dataset.from(Array.from({ length }, (_, i) => i));
const byNumber = (a: number, b: number) => a - b;

describe('kFold', () => {
  it('validates every example once and trains on all others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 2, max: 10 }),
        fc.nat(),
        (n, k, seed) => {
          fc.pre(k <= n);
          const rounds = kFold(numbers(n), { folds: k, seed });
          expect(rounds).toHaveLength(k);
          expect(rounds.flatMap(({ validation }) => validation.toArray()).sort(byNumber)).toEqual(
            numbers(n).toArray(),
          );
          for (const { train, validation } of rounds) {
            expect([...train, ...validation].sort(byNumber)).toEqual(numbers(n).toArray());
            expect(Math.abs(validation.length - n / k)).toBeLessThan(1);
          }
        },
      ),
    );
  });

  it('leaves one out with as many folds as examples', () => {
    const rounds = kFold(numbers(7), { folds: 7, seed: 1 });
    expect(rounds.map(({ validation, train }) => [validation.length, train.length])).toEqual(
      Array(7).fill([1, 6]),
    );
  });

  it('is the same for the same seed and another for another, in random order', () => {
    const of = (seed: number) => kFold(numbers(40), { folds: 4, seed }).map(({ train }) => train.toArray());
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    const [first] = kFold(numbers(300), { folds: 3, seed: 1 });
    const held = new Set(kFold(numbers(300), { folds: 3, seed: 1 })[1]!.validation);
    const inFirstHalf = first!.train.take(100).filter((n) => held.has(n)).length;
    expect(inFirstHalf).toBeGreaterThan(30);
    expect(inFirstHalf).toBeLessThan(70);
  });

  it('keeps groups together', () => {
    const by = (n: number) => String(n % 11);
    for (const { train, validation } of kFold(numbers(99), { folds: 3, seed: 5, by })) {
      const held = new Set(validation.map(by));
      expect(train.filter((n) => held.has(by(n))).length).toBe(0);
      expect(validation.length).toBeGreaterThanOrEqual(27);
      expect(validation.length).toBeLessThanOrEqual(36);
    }
  });

  it('keeps classes in proportion', () => {
    const stratify = (n: number) => (n % 10 === 0 ? 'rare' : 'common');
    for (const { validation } of kFold(numbers(200), { folds: 5, seed: 5, stratify })) {
      expect(Object.fromEntries(classCounts(validation, stratify))).toEqual({ common: 36, rare: 4 });
    }
  });

  it.each([
    [{ folds: 1, seed: 1 }, 'The number of folds must be a whole number of at least 2, received 1.'],
    [{ folds: 2, seed: -1 }, 'The seed must be a whole number from 0 to 4294967295, received -1.'],
    [{ folds: 5, seed: 1 }, 'Fold 5 of the cross-validation would be empty: it is to get 0.2 of 4 examples.'],
    [
      { folds: 2, seed: 1, by: () => 'one' },
      'Fold 2 of the cross-validation would be empty: it is to get 0.5 of 4 examples in 1 groups.',
    ],
    [
      { folds: 2, seed: 1, by: String, stratify: String },
      'A cross-validation takes either `by` or `stratify`, not both.',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => kFold(numbers(4), options)).toThrow(new DatasetError(message));
  });
});

it('makes a train part when it is read, so that many folds are cheap', () => {
  const dataset = Dataset.from(Array.from({ length: 5000 }, (_, i) => i));
  const select = vi.spyOn(dataset, 'select');
  const folds = kFold(dataset, { folds: 5000, seed: 1 });
  expect(select).not.toHaveBeenCalled();
  const { train, validation } = folds[4999]!;
  expect(select).toHaveBeenCalledTimes(2);
  expect(folds[4999]!.train).toBe(train);
  expect(new Set([...train, ...validation]).size).toBe(5000);
  expect({ ...folds[0] }).toHaveProperty('validation.length', 1);
});
