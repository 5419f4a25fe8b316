import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { expectResumable, stored } from '../test/resume.js';
import { Dataset, DatasetStream } from './dataset.js';
import { DatasetError } from './error.js';

const card = { name: 'letters', license: 'MIT', features: { text: { kind: 'text' } } } as const;
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
    expect(() => letters.take(count)).toThrow(`must be a whole number of at least 0, received ${count}.`);
    expect(() => letters.skip(count)).toThrow(`must be a whole number of at least 0, received ${count}.`);
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
    expect(() => letters.batch(0)).toThrow(
      'The batch size must be a whole number of at least 1, received 0.',
    );
  });

  it('keeps the card where the examples stay the same and drops its features where they do not', () => {
    expect(letters.shuffle({ seed: 1 }).skip(1).take(3).card).toBe(card);
    expect(letters.map((letter) => letter).card).toEqual({ name: 'letters', license: 'MIT' });
    expect(letters.batch(2).card).toEqual({ name: 'letters', license: 'MIT' });
    expect(letters.take(1).concat(letters.skip(1)).card).toBe(card);
    expect(letters.concat(Dataset.from(['z'])).card).toBeUndefined();
  });

  it('agrees with the array methods under any chain of methods', () => {
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

describe('bucketByLength', () => {
  const words = Dataset.from(
    Array.from({ length: 1003 }, (_, i) => 'x'.repeat((i * 7) % 10)),
    { name: 'words' },
  );
  const numbered = words.map((word, index) => ({ word, index }));
  const length = ({ word }: { word: string }) => word.length;
  const bucket = (options: object) =>
    numbered.bucketByLength({ batchSize: 10, length, ...options }).toArray();
  const indices = (batches: readonly (readonly { index: number }[])[]) =>
    batches.map((batch) => batch.map(({ index }) => index));
  const sorted = (batches: readonly (readonly { index: number }[])[]) =>
    indices(batches)
      .flat()
      .sort((a, b) => a - b);
  const padding = (batches: readonly (readonly { word: string }[])[]) =>
    batches.reduce((sum, batch) => {
      const longest = Math.max(...batch.map(length));
      return sum + batch.reduce((steps, example) => steps + longest - length(example), 0);
    }, 0);

  it('gives every example once, in batches of like lengths', () => {
    for (const options of [{}, { seed: 1 }, { seed: 1, pool: Number.POSITIVE_INFINITY }]) {
      const batches = bucket(options);
      expect(sorted(batches)).toEqual(Array.from(words, (_, i) => i));
      expect(batches.map((batch) => batch.length).sort()).toEqual([...Array(100).fill(10), 3]);
      expect(padding(batches)).toBeLessThan(0.05 * padding(numbered.batch(10).toArray()));
    }
  });

  it('pads less with larger pools', () => {
    expect(padding(bucket({ seed: 1, pool: 20 }))).toBeLessThan(padding(bucket({ seed: 1, pool: 2 })));
  });

  it('puts other examples together with another seed, the same with the same', () => {
    expect(indices(bucket({ seed: 1 }))).toEqual(indices(bucket({ seed: 1 })));
    const together = (seed: number) => new Set(indices(bucket({ seed })).map((batch) => batch.sort().join()));
    const [first, second] = [together(1), together(2)];
    expect([...first].filter((batch) => second.has(batch))).toEqual([]);
  });

  it('shuffles the batches, and without a seed keeps them from short to long in each pool', () => {
    const lengths = (options: object) => bucket(options).map((batch) => length(batch.at(-1)!));
    const unseeded = lengths({ pool: Number.POSITIVE_INFINITY });
    expect(unseeded).toEqual(unseeded.toSorted((a, b) => a - b));
    expect(lengths({ seed: 1 })).not.toEqual(lengths({ seed: 1 }).sort((a, b) => a - b));
    expect(indices(bucket({ pool: 1 })).map((batch) => batch.sort((a, b) => a - b))).toEqual(
      indices(numbered.batch(10).toArray()),
    );
  });

  it('drops as few as it has to, random ones with a seed', () => {
    const dropped = (options: object) => {
      const kept = new Set(sorted(bucket({ ...options, dropLast: true })));
      return Array.from(words, (_, i) => i).filter((i) => !kept.has(i));
    };
    expect(dropped({})).toEqual([1000, 1001, 1002]);
    expect(dropped({ seed: 1 })).toHaveLength(3);
    expect(dropped({ seed: 1 })).not.toEqual(dropped({ seed: 2 }));
  });

  it('is empty for an empty dataset, and drops the features of the card', () => {
    expect(Dataset.from<string>([]).bucketByLength({ batchSize: 2, length: () => 0 }).length).toBe(0);
    expect(letters.bucketByLength({ batchSize: 2, length: () => 0 }).card).toEqual({
      name: 'letters',
      license: 'MIT',
    });
  });

  it.each([
    [{ batchSize: 0 }, 'The batch size must be a whole number of at least 1, received 0.'],
    [{ pool: 0 }, 'The number of batches in a pool must be a whole number of at least 1, received 0.'],
    [{ seed: -1 }, 'The seed must be a whole number from 0 to 4294967295, received -1.'],
    [{ length: () => -1 }, 'A length must be a number of 0 or more, but `length` gave -1.'],
  ])('refuses %j', (options, message) => {
    expect(() => bucket(options)).toThrow(new DatasetError(message));
  });
});

describe('iterate', () => {
  it('resumes with exactly the rest, wherever it was stopped', async () => {
    const make = () =>
      letters
        .shuffle({ seed: 3 })
        .map((letter) => letter.toUpperCase())
        .batch(2);
    expect(await expectResumable(make)).toEqual(make().toArray());
    expect(await expectResumable(() => letters.map(async (letter) => letter))).toEqual([...'abcdefg']);
    expect(await expectResumable(() => Dataset.from([]))).toEqual([]);
  });

  it.each<[string, Dataset<unknown>, Dataset<unknown>]>([
    ['another seed', letters.shuffle({ seed: 1 }), letters.shuffle({ seed: 2 })],
    ['another length', letters.take(6), letters.take(5)],
    ['another start', letters.skip(1).take(3), letters.skip(2).take(3)],
    ['other examples', letters.filter((letter) => letter < 'd'), letters.filter((letter) => letter > 'd')],
    ['another order of methods', letters.take(4).shuffle({ seed: 1 }), letters.shuffle({ seed: 1 }).take(4)],
    ['another batch size', letters.batch(4), letters.batch(5)],
    ['other buckets', bucketed(1), bucketed(2)],
    ['another stream', letters, letters.stream().take(3) as unknown as Dataset<string>],
  ])('refuses a position of %s', async (_, from, to) => {
    const iteration = from.iterate();
    await iteration.next();
    const position = stored(iteration.position);
    expect(from.iterate({ from: position })).toBeDefined();
    expect(() => to.iterate({ from: position })).toThrow(
      /^This position is of another pipeline: expected one of /,
    );
  });

  function bucketed(seed: number) {
    return letters.bucketByLength({ batchSize: 2, length: () => 1, seed });
  }
});

describe('stream and prefetch', () => {
  it('give the same examples and keep the card', async () => {
    expect(await letters.stream().toArray()).toEqual([...letters]);
    expect(await letters.prefetch(3).toArray()).toEqual([...letters]);
    expect(letters.stream().card).toBe(card);
    expect(letters.prefetch(1).card).toBe(card);
  });

  it('prefetch has as many examples pending as asked for, in order', async () => {
    let under = 0;
    let most = 0;
    const loaded = Dataset.from(Array.from({ length: 20 }, (_, i) => i)).map(async (n) => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      under--;
      return n;
    });
    expect(await loaded.prefetch(4).toArray()).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(most).toBe(4);
    await expectResumable(() => loaded.prefetch(4), [0, 7, 19]);
  });
});

test('the console shows the length and the name', () => {
  const card = { name: 'letters' };
  expect(inspect(Dataset.from(['a', 'b'], card))).toBe("Dataset { length: 2, name: 'letters' }");
  expect(inspect({ train: Dataset.from(['a']) })).toBe('{ train: Dataset { length: 1 } }');
  expect(inspect(DatasetStream.from(() => ['a'], card))).toBe(
    "DatasetStream { length: unknown, name: 'letters' }",
  );
});
