import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Generator } from './generator.js';

describe('a generator gives these very numbers on every platform and in every version', () => {
  it('of a seed', () => {
    const generator = new Generator(42);
    expect([generator.bits(), generator.bits()]).toEqual([1314424701, 2930811310]);
    expect(generator.uniform()).toBe(0.4410234503119126);
    expect([...generator.mask(new Uint8Array(8), 0.5)]).toEqual([1, 1, 1, 0, 0, 1, 0, 0]);
    expect(generator.shuffle([0, 1, 2, 3, 4, 5])).toEqual([2, 3, 5, 1, 4, 0]);
    expect(generator.state).toEqual([-910881390, 661463066, 1048152282, 1006723698]);
  });

  it('of a fork', () => {
    const generator = new Generator(42);
    const fork = generator.fork();
    expect([fork.gumbel(), fork.gumbel()]).toEqual([-0.16893643140792847, 0.9619036912918091]);
    expect(generator.gumbel()).toBe(-0.8711674809455872);
  });

  it('of a number of a seed', () => {
    const generator = Generator.numbered(1);
    expect([generator.below(1000), generator.integer(-5, 5), generator.below(2 ** 32)]).toEqual([
      945, -4, 1401859746,
    ]);
    expect(generator.uniform()).toBe(0.6386156704072015);
    expect(Generator.numbered(1, 2 ** 40 + 3).below(2 ** 32)).toBe(216427732);
    const other = Generator.numbered(7, 3);
    expect(other.shuffle([0, 1, 2, 3, 4], (n) => other.below(n))).toEqual([0, 2, 1, 3, 4]);
  });
});

const draws = (generator: Generator, count = 8): number[] =>
  Array.from({ length: count }, () => generator.uniform());

test('a generator goes on from the state of another one, through JSON too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(20), (seed, before) => {
      const generator = new Generator(seed);
      draws(generator, before);
      const copy = new Generator(JSON.parse(JSON.stringify(generator.state)));
      expect(draws(copy)).toEqual(draws(generator));
      expect(copy.state).toEqual(generator.state);
    }),
  );
});

test('a state stays as it was while the generator goes on', () => {
  const generator = new Generator(1);
  const { state } = generator;
  const copy = [...state];
  draws(generator);
  expect(state).toEqual(copy);
});

test('a state of another kind is refused', () => {
  expect(() => new Generator([1, 2])).toThrow('The state must');
});

test('uniform draws are from [0, 1), with mean 1/2 and variance 1/12, and do not follow from each other', () => {
  const generator = new Generator(3);
  const values = draws(generator, 20_000);
  const mean = (of: number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
  expect(Math.min(...values.slice(0, 5000))).toBeGreaterThanOrEqual(0);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  // Four standard errors: .0082, .0021 and .0024.
  expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(0.0082);
  expect(Math.abs(mean(values.map((value) => (value - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.0021);
  const products = values.slice(1).map((value, k) => (value - 0.5) * (values[k]! - 0.5));
  expect(Math.abs(mean(products))).toBeLessThan(0.0024);
});

test('bits are whole numbers of 32 bits, each set half of the time', () => {
  const generator = new Generator(4);
  const counts = new Array<number>(32).fill(0);
  for (let k = 0; k < 4000; k++) {
    const value = generator.bits();
    expect(Number.isInteger(value) && value >= 0 && value < 2 ** 32).toBe(true);
    for (let bit = 0; bit < 32; bit++) counts[bit]! += (value >>> bit) & 1;
  }
  // Five standard errors of 31.6.
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(158);
});

test('which bits neighboring seeds draw alike is up to chance', () => {
  const first = Array.from({ length: 2001 }, (_, seed) => new Generator(seed).bits());
  for (let bit = 0; bit < 32; bit++) {
    const alike = first.slice(1).filter((bits, k) => ((bits ^ first[k]!) >>> bit) % 2 === 0).length;
    // Five standard errors of 22.4.
    expect(Math.abs(alike - 1000), `bit ${bit}`).toBeLessThan(112);
  }
});

test('neighboring seeds start differently', () => {
  const first = Array.from({ length: 1000 }, (_, seed) => new Generator(seed).uniform());
  expect(new Set(first).size).toBe(1000);
  const between = first.slice(1).map((value, k) => Math.abs(value - first[k]!));
  // The mean distance of two uniform draws is 1/3.
  expect(between.reduce((a, b) => a + b, 0) / 999).toBeCloseTo(1 / 3, 1);
});

test('a shuffle is a permutation, in place', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const shuffled = [...items];
      expect(new Generator(seed).shuffle(shuffled)).toBe(shuffled);
      expect(shuffled.sort()).toEqual([...items].sort());
    }),
  );
});

test('every order of a shuffle is equally likely', () => {
  const generator = new Generator(5);
  const counts = new Map<string, number>();
  for (let k = 0; k < 6000; k++) {
    const order = generator.shuffle([1, 2, 3]).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // Five standard errors of 28.9.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
});

test.each([0, 0.1, 0.5, 0.9, 1])('a mask has its rate of zeros: %s', (rate) => {
  const mask = new Generator(6).mask(new Uint8Array(20_001), rate);
  expect(mask).toHaveLength(20_001);
  expect(mask.every((entry) => entry === 0 || entry === 1)).toBe(true);
  const zeros = mask.reduce((sum, entry) => sum + (1 - entry), 0);
  // Five standard errors; none at 0 and 1.
  expect(Math.abs(zeros / 20_001 - rate)).toBeLessThanOrEqual(5 * Math.sqrt((rate * (1 - rate)) / 20_001));
});

test('both halves of a draw of a mask count', () => {
  const mask = new Generator(7).mask(new Uint8Array(20_000), 0.3);
  const even = mask.filter((_, k) => k % 2 === 0).reduce((a, b) => a + b, 0);
  const odd = mask.filter((_, k) => k % 2 === 1).reduce((a, b) => a + b, 0);
  for (const ones of [even, odd]) expect(Math.abs(ones / 10_000 - 0.7)).toBeLessThan(0.023);
});

/** Pearson's χ² against equal counts. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('numbered', () => {
  it('gives every number equally often', () => {
    const random = Generator.numbered(1);
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

  it.each<[string, (n: number) => Generator]>([
    ['neighboring indices', (n) => Generator.numbered(1, n)],
    ['neighboring seeds', (n) => Generator.numbered(n)],
    ['large indices', (n) => Generator.numbered(1, n * 2 ** 32)],
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
