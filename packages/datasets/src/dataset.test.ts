import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dataset } from './dataset.js';
import { DatasetError } from './error.js';

const card = { name: 'letters', licence: 'MIT', features: { text: { kind: 'text' } } } as const;
const letters = Dataset.from('abcdefg', card);

describe('Dataset', () => {
  it('gives its length and any example by index', () => {
    expect(letters.length).toBe(7);
    expect([letters.at(0), letters.at(6)]).toEqual(['a', 'g']);
  });

  it.each([-1, 7, 0.5, Number.NaN])('refuses the index %s', (index) => {
    expect(() => letters.at(index)).toThrow(
      new DatasetError(`There is no example at index ${index}: expected 0 to 6.`),
    );
  });

  it('says that an empty dataset has no example', () => {
    expect(() => Dataset.from([]).at(0)).toThrow('There is no example at index 0: the dataset is empty.');
  });

  it('does not change when the array it was made from does', () => {
    const array = [1, 2];
    const dataset = Dataset.from(array);
    array.push(3);
    array[0] = 9;
    expect(dataset.toArray()).toEqual([1, 2]);
  });

  it('iterates synchronously and asynchronously, more than once', async () => {
    for (let pass = 0; pass < 2; pass++) {
      expect([...letters].join('')).toBe('abcdefg');
      const seen: string[] = [];
      for await (const letter of letters) seen.push(letter);
      expect(seen.join('')).toBe('abcdefg');
    }
  });

  it('awaits the examples of an async map', async () => {
    const seen: string[] = [];
    for await (const letter of letters.map(async (example) => example.toUpperCase())) seen.push(letter);
    expect(seen.join('')).toBe('ABCDEFG');
  });

  it('maps an example only when it is read', () => {
    const read: number[] = [];
    const mapped = letters.map((letter, index) => {
      read.push(index);
      return letter + index;
    });
    expect(read).toEqual([]);
    expect(mapped.at(3)).toBe('d3');
    expect(read).toEqual([3]);
  });

  it('filters by example and index', () => {
    expect(letters.filter((letter, index) => letter !== 'a' && index % 2 === 0).toArray()).toEqual([
      'c',
      'e',
      'g',
    ]);
  });

  it('takes and skips, and stops at the end', () => {
    expect(letters.take(2).toArray()).toEqual(['a', 'b']);
    expect(letters.skip(5).toArray()).toEqual(['f', 'g']);
    expect(letters.take(99).length).toBe(7);
    expect(letters.skip(99).length).toBe(0);
    expect(() => letters.take(2).at(2)).toThrow('expected 0 to 1');
  });

  it.each([-1, 1.5])('refuses to take or skip %s examples', (count) => {
    expect(() => letters.take(count)).toThrow(`must be an integer of 0 or more, not ${count}.`);
    expect(() => letters.skip(count)).toThrow(`must be an integer of 0 or more, not ${count}.`);
  });

  it('selects by index, also repeatedly, and refuses an index out of range', () => {
    expect(letters.select([6, 0, 0]).toArray()).toEqual(['g', 'a', 'a']);
    expect(() => letters.select([0, 7])).toThrow('There is no example at index 7');
  });

  it('concatenates datasets, empty ones included', () => {
    const joined = letters
      .take(2)
      .concat<string | number>(Dataset.from<string>([]), letters.skip(6), Dataset.from([1]));
    expect(joined.toArray()).toEqual(['a', 'b', 'g', 1]);
    expect(joined.at(3)).toBe(1);
  });

  it('shuffles the same way for the same seed and another way for another', () => {
    const order = (seed: number) => letters.shuffle({ seed }).toArray().join('');
    expect(order(1)).toBe(order(1));
    expect(order(1)).not.toBe(order(2));
    expect([...order(1)].sort().join('')).toBe('abcdefg');
  });

  it('batches with and without the last, smaller batch', () => {
    expect(letters.batch(3).toArray()).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
    expect(letters.batch(3, { dropLast: true }).toArray()).toHaveLength(2);
    expect(letters.batch(7, { dropLast: true }).length).toBe(1);
    expect(letters.batch(8, { dropLast: true }).length).toBe(0);
    expect(() => letters.batch(0)).toThrow('The batch size must be an integer of 1 or more, not 0.');
  });

  it('keeps the card where the examples stay the same and drops its features where they do not', () => {
    expect(letters.shuffle({ seed: 1 }).skip(1).take(3).card).toBe(card);
    expect(letters.map((letter) => letter).card).toEqual({ name: 'letters', licence: 'MIT' });
    expect(letters.batch(2).card).toEqual({ name: 'letters', licence: 'MIT' });
    expect(letters.take(1).concat(letters.skip(1)).card).toBe(card);
    expect(letters.concat(Dataset.from(['z'])).card).toBeUndefined();
  });

  it('agrees with the array methods under any chain of verbs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(20), fc.nat(20), (array, skip, take) => {
        const dataset = Dataset.from(array)
          .skip(skip)
          .filter((n) => n % 2 === 0)
          .concat(Dataset.from(array).take(take))
          .map((n) => n + 1);
        const expected = [...array.slice(skip).filter((n) => n % 2 === 0), ...array.slice(0, take)];
        expect(dataset.toArray()).toEqual(expected.map((n) => n + 1));
      }),
    );
  });
});
