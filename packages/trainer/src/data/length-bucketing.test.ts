import { Generator } from '@rnnlab/shared';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Examples } from './examples.js';
import { planEpoch } from './length-bucketing.js';

const ofLengths = (lengths: number[]): Examples => ({
  length: lengths.length,
  steps: (index) => lengths[index]!,
  batch: () => ({}),
});

const lengths = fc.array(fc.nat(30), { minLength: 1, maxLength: 400 });
const batch = fc.integer({ min: 1, max: 40 });
const seed = fc.nat();

test('every example is in exactly one batch, and at most one batch is smaller than the others', () => {
  fc.assert(
    fc.property(lengths, batch, seed, (of, size, seed) => {
      const batches = planEpoch(ofLengths(of), size, new Generator(seed)).flatMap((bucket) => bucket.batches);
      const indices = batches.flatMap((indices) => [...indices]).sort((a, b) => a - b);
      expect(indices).toEqual(of.map((_, k) => k));
      const sizes = batches.map((indices) => indices.length).filter((length) => length !== size);
      expect(sizes).toEqual(of.length % size === 0 ? [] : [of.length % size]);
      expect(batches).toHaveLength(Math.ceil(of.length / size));
    }),
  );
});

test("the batches of a bucket are padded to its longest example, and a bucket's batches are of one size", () => {
  fc.assert(
    fc.property(lengths, batch, seed, (of, size, seed) => {
      for (const { steps, batches } of planEpoch(ofLengths(of), size, new Generator(seed))) {
        expect(steps).toBe(Math.max(1, ...batches.flatMap((indices) => [...indices].map((k) => of[k]!))));
        expect(new Set(batches.map((indices) => indices.length)).size).toBe(1);
      }
    }),
  );
});

test("an order follows from the generator's state, and the next one is another", () => {
  const examples = ofLengths(Array.from({ length: 500 }, (_, k) => k % 13));
  const generator = new Generator(1);
  const { state } = generator;
  const first = planEpoch(examples, 8, generator);
  expect(planEpoch(examples, 8, new Generator(state))).toEqual(first);
  expect(planEpoch(examples, 8, generator)).not.toEqual(first);
});

test('lengths of a bucket are similar: little is padding', () => {
  const random = new Generator(2);
  const of = Array.from({ length: 8192 }, () => 1 + Math.floor(random.uniform() * 100));
  const plan = planEpoch(ofLengths(of), 32, new Generator(3));
  const padded = plan.reduce((sum, { steps, batches }) => sum + steps * batches.length * 32, 0);
  const valid = of.reduce((a, b) => a + b, 0);
  // In random batches of 32, nearly half would be padding.
  expect(padded / valid).toBeLessThan(1.15);
});

test('a few long examples do not pad the many that are shorter', () => {
  // Log-normal, as the lengths of lines and texts are: the longest is about 20 times the median.
  const random = new Generator(5);
  const gaussian = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const of = Array.from({ length: 8192 }, () => Math.ceil(60 * Math.exp(0.8 * gaussian())));
  const plan = planEpoch(ofLengths(of), 32, new Generator(6));
  const padded = plan.reduce((sum, { steps, batches }) => sum + steps * batches.length * 32, 0);
  expect(padded / of.reduce((a, b) => a + b, 0)).toBeLessThan(1.25);
  // Most batches still share their run of the engine with others.
  expect(plan.length).toBeLessThan(8192 / 32 / 2);
});

test('which examples share a batch changes from epoch to epoch, and buckets do not come by length', () => {
  const of = Array.from({ length: 4096 }, (_, k) => 1 + (k % 64));
  const generator = new Generator(4);
  const [first, second] = [planEpoch(ofLengths(of), 16, generator), planEpoch(ofLengths(of), 16, generator)];
  const mates = (plan: typeof first): string =>
    [...plan.flatMap(({ batches }) => batches).find((batch) => batch.includes(0))!].sort().join();
  expect(mates(first)).not.toBe(mates(second));
  const steps = first.map((bucket) => bucket.steps);
  expect(steps).not.toEqual([...steps].sort((a, b) => a - b));
});
