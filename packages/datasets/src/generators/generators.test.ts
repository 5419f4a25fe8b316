import { describe, expect, it } from 'vitest';
import { expectResumable, read } from '../../test/resume.js';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { renderedDigits } from './rendered-digits.js';
import { renderedShapes } from './rendered-shapes.js';
import { addingProblem, binaryAddition, copyProblem, sequenceRecall } from './sequence-problems.js';

const GENERATORS: Record<string, (seed: number) => DatasetStream<unknown>> = {
  sequenceRecall: (seed) => sequenceRecall({ seed }),
  binaryAddition: (seed) => binaryAddition({ seed, length: [1, 9] }),
  copyProblem: (seed) => copyProblem({ seed }),
  addingProblem: (seed) => addingProblem({ seed, length: [20, 30] }),
  'addingProblem, original': (seed) => addingProblem({ seed, original: true }),
  renderedDigits: (seed) => renderedDigits({ seed }),
  renderedShapes: (seed) => renderedShapes({ seed }),
};

/** An example with its typed arrays, for a quick comparison. */
const text = (example: unknown) => Object.values(example as object).join(' ');

describe.each(Object.entries(GENERATORS))('%s', (_, generator) => {
  it('has no end, and is the same for the same seed', async () => {
    const of = async (seed: number) => (await generator(seed).take(50).toArray()).map(text);
    const examples = await of(1);
    expect(examples).toHaveLength(50);
    expect(await of(1)).toEqual(examples);
    expect((await of(2)).filter((example) => !examples.includes(example)).length).toBeGreaterThan(25);
  });

  it('resumes with exactly the rest', async () => {
    await expectResumable(() => generator(3).take(8).map(text));
  });

  it('has a card, and refuses the position of another seed and a seed that is none', async () => {
    expect(generator(1).card?.description).toMatch(/^[A-Z].*\.$/);
    const { position } = generator(1).iterate();
    expect(() => generator(2).iterate({ from: position })).toThrow(/^This position is of another pipeline: /);
    expect(() => generator(-1)).toThrow('The seed must be a whole number from 0 to 4294967295, received -1.');
  });
});

describe('sequenceRecall', () => {
  it('asks for the second of 3 to 10 digits', async () => {
    const examples = await sequenceRecall({ seed: 1 }).take(5000).toArray();
    const lengths = new Set(examples.map(({ sequence }) => sequence.length));
    expect([...lengths].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    const counts = Array(10).fill(0);
    for (const { sequence, target } of examples) {
      expect(target).toBe(sequence[1]);
      for (const digit of sequence) counts[digit]++;
    }
    const total = counts.reduce((a, b) => a + b);
    for (const count of counts) expect(Math.abs(count / total - 0.1)).toBeLessThan(0.01);
  });

  it('asks for another position among other digits', async () => {
    const stream = sequenceRecall({ seed: 1, length: 6, nth: 5, digits: 3 });
    for (const { sequence, target } of await read(stream, 200)) {
      expect(sequence).toHaveLength(6);
      expect(Math.max(...sequence)).toBeLessThan(3);
      expect(target).toBe(sequence[4]);
    }
  });

  it.each([
    [{ nth: 0 }, '`nth` must be a whole number of at least 1, received 0.'],
    [
      { nth: 4 },
      '`nth` must be at most the shortest length, which is 3, received 4: a longer `length` allows more.',
    ],
    [{ digits: 1 }, 'The number of digits must be a whole number from 2 to 256, received 1.'],
    [{ length: [5, 4] as const }, 'The lengths must be from the shortest to the longest, received 5 to 4.'],
  ])('refuses %j', (options, message) => {
    expect(() => sequenceRecall({ seed: 1, ...options })).toThrow(new DatasetError(message));
  });
});

describe('binaryAddition', () => {
  /** A number from its bits, the least significant first. */
  const value = (bits: readonly number[]) => bits.reduceRight((sum, bit) => sum * 2n + BigInt(bit), 0n);
  const column = (bits: Uint8Array, k: number) => [...bits].filter((_, i) => i % 2 === k);

  it.each<[number | readonly [number, number], number, number]>([
    [5, 5, 5],
    [[1, 20], 1, 20],
    [100, 100, 100],
  ])('adds numbers of %j bits', async (length, min, max) => {
    const lengths = new Set<number>();
    for (const example of await read(binaryAddition({ seed: 1, length }), 500)) {
      const { bits, target } = example;
      lengths.add(example.length);
      expect([bits.length, target.length]).toEqual([2 * (example.length + 1), example.length + 1]);
      expect([...bits.slice(-2)]).toEqual([0, 0]);
      expect(value(column(bits, 0)) + value(column(bits, 1))).toBe(value([...target]));
    }
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([min, max]);
  });

  it('carries out half of the time', async () => {
    const examples = await read(binaryAddition({ seed: 1, length: 10 }), 4000);
    const carried = examples.filter(({ target }) => target.at(-1) === 1).length;
    expect(Math.abs(carried / 4000 - 0.5)).toBeLessThan(0.03);
  });

  it('refuses a length of 0', () => {
    expect(() => binaryAddition({ seed: 1, length: 0 })).toThrow(
      'The length must be a whole number from 1 to 100000000, received 0.',
    );
  });
});

describe('copyProblem', () => {
  it('gives the symbols back after the delay', async () => {
    const seen = new Set<number>();
    for (const { input, target } of await read(
      copyProblem({ seed: 1, length: 4, delay: 6, symbols: 5 }),
      300,
    )) {
      const symbols = [...input.slice(0, 4)];
      for (const symbol of symbols) seen.add(symbol);
      expect([...input.slice(4)]).toEqual([0, 0, 0, 0, 0, 6, 0, 0, 0, 0]);
      expect([...target]).toEqual([...Array(10).fill(0), ...symbols]);
    }
    expect([...seen].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('has 10 of 8 symbols and a delay of 100 by default', async () => {
    const [{ input } = { input: [] as never }] = await read(copyProblem({ seed: 1 }), 1);
    expect(input).toHaveLength(120);
    expect(input[109]).toBe(9);
  });

  it.each([
    [{ length: 0 }, 'The length must be a whole number from 1 to 100000000, received 0.'],
    [{ delay: 0 }, 'The delay must be a whole number from 1 to 100000000, received 0.'],
    [{ symbols: 255 }, 'The number of symbols must be a whole number from 1 to 254, received 255.'],
  ])('refuses %j', (options, message) => {
    expect(() => copyProblem({ seed: 1, ...options })).toThrow(new DatasetError(message));
  });
});

describe('addingProblem', () => {
  const parts = (input: Float32Array) => {
    const values = [...input].filter((_, i) => i % 2 === 0);
    const marks = [...input].filter((_, i) => i % 2 === 1);
    const marked = [...marks.keys()].filter((t) => marks[t] === 1);
    return { values, marks, marked, sum: marked.reduce((sum, t) => sum + values[t]!, 0) };
  };

  it('marks one value of either half and asks for their sum', async () => {
    let squares = 0;
    const examples = await read(addingProblem({ seed: 1, length: [2, 31] }), 4000);
    for (const { input, target } of examples) {
      const { values, marks, marked, sum } = parts(input);
      expect(marked).toHaveLength(2);
      expect(marks.filter((mark) => mark === 0)).toHaveLength(marks.length - 2);
      expect(marked[0]).toBeLessThan(Math.floor(values.length / 2));
      expect(marked[1]).toBeGreaterThanOrEqual(Math.floor(values.length / 2));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
      expect(target).toBe(sum);
      squares += (target - 1) ** 2;
    }
    expect(squares / examples.length).toBeCloseTo(1 / 6, 1);
  });

  it('is as it was posed in 1997', async () => {
    const firsts = new Set<number>();
    const others = new Set<number>();
    for (const { input, target } of await read(
      addingProblem({ seed: 1, length: [40, 44], original: true }),
      4000,
    )) {
      const { values, marks, marked, sum } = parts(input);
      expect(marked).toHaveLength(2);
      const first = marked.includes(0);
      expect([marks[0], marks.at(-1)]).toEqual([first ? 1 : -1, -1]);
      if (first) expect(values[0]).toBe(0);
      expect(target).toBe(0.5 + sum / 4);
      firsts.add(marked[0]!);
      others.add(marked[1]!);
    }
    expect(Math.max(...firsts)).toBe(9);
    expect(Math.max(...others)).toBe(19);
    expect(firsts.size).toBe(10);
  });

  it('refuses sequences that are too short', () => {
    expect(() => addingProblem({ seed: 1, length: 1 })).toThrow(
      'The length must be a whole number from 2 to 100000000, received 1.',
    );
    expect(() => addingProblem({ seed: 1, length: 19, original: true })).toThrow(
      'The length must be a whole number from 20 to 100000000, received 19.',
    );
  });
});
