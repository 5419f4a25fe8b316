import { describe, expect, it } from 'vitest';
import { expectResumable, read } from '../../test/resume.js';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { balancedSample } from './balanced-sample.js';

/** 60 common, 5 rare, 1 of its own. */
const skewed = Dataset.from(
  Array.from({ length: 66 }, (_, id) => ({ id, label: id < 60 ? 'common' : id < 65 ? 'rare' : 'single' })),
  { name: 'skewed' },
);
const label = (example: { label: string }) => example.label;

describe('balancedSample', () => {
  it('gives each class once in every round, in random order', async () => {
    const draws = await balancedSample(skewed, { label, seed: 1, count: 300 }).toArray();
    const orders = new Set<string>();
    for (let round = 0; round < 100; round++) {
      const labels = draws.slice(round * 3, round * 3 + 3).map(label);
      orders.add(labels.join());
      expect(labels.sort()).toEqual(['common', 'rare', 'single']);
    }
    expect(orders.size).toBe(6);
  });

  it('draws every example of a class before one comes again, in another order', async () => {
    const draws = await balancedSample(skewed, { label, seed: 1 }).take(360).toArray();
    const of = (name: string) => draws.filter((example) => example.label === name).map(({ id }) => id);
    expect(
      of('common')
        .slice(0, 60)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(of('common').slice(0, 60)).not.toEqual(of('common').slice(60));
    for (let pass = 0; pass < 24; pass++) {
      expect(
        of('rare')
          .slice(pass * 5, pass * 5 + 5)
          .sort(),
      ).toEqual([60, 61, 62, 63, 64]);
    }
  });

  it('resumes with exactly the rest', async () => {
    await expectResumable(() => balancedSample(skewed, { label, seed: 2, count: 100 }), [0, 1, 33, 99, 100]);
  });

  it('has no end unless it is counted, and keeps the card', async () => {
    const sample = balancedSample(skewed, { label, seed: 1 });
    expect(await read(sample, 5000)).toHaveLength(5000);
    expect(sample.card).toBe(skewed.card);
  });

  it('is another for another seed', async () => {
    const of = (seed: number) => balancedSample(skewed, { label, seed, count: 30 }).toArray();
    expect(await of(1)).toEqual(await of(1));
    expect(await of(1)).not.toEqual(await of(2));
  });

  it('refuses a position of another dataset or seed', async () => {
    const iteration = balancedSample(skewed, { label, seed: 1 }).iterate();
    const { position } = iteration;
    expect(() => balancedSample(skewed, { label, seed: 2 }).iterate({ from: position })).toThrow(
      'expected one of balancedSample(seed 2) of 66 examples in 3 classes, received one of balancedSample(seed 1)',
    );
    await iteration.return();
  });

  it.each([
    [skewed, { seed: 0.5 }, 'The seed must be a whole number from 0 to 4294967295, received 0.5.'],
    [
      skewed,
      { seed: 1, count: -1 },
      'The number of draws must be a whole number of at least 0, received -1.',
    ],
    [skewed.take(0), { seed: 1 }, 'A balanced sample cannot be drawn from an empty dataset.'],
  ])('refuses what it cannot do (%#)', (dataset, options, message) => {
    expect(() => balancedSample(dataset, { label, ...options })).toThrow(new DatasetError(message));
  });
});
