import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers, type Pace, read } from '../test/resume.js';
import { Dataset, DatasetStream } from './dataset.js';
import { DatasetError } from './error.js';

const PACES: readonly Pace[] = ['now', 'waits', 'mixed'];
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, 1, value));

describe('DatasetStream', () => {
  it('iterates any number of times, each time from the start', async () => {
    for (const pace of PACES) {
      const stream = numbers(7, pace);
      expect(await stream.toArray()).toEqual(upTo(7));
      expect(await read(stream)).toEqual(upTo(7));
    }
  });

  it('reads nothing before it is iterated', () => {
    const watched = { open: 0, read: 0 };
    const stream = numbers(9, 'now', watched);
    stream
      .map(String)
      .filter(() => true)
      .shuffle({ seed: 1 })
      .batch(2)
      .prefetch(2);
    expect(watched).toEqual({ open: 0, read: 0 });
  });

  it('becomes a dataset', async () => {
    const card = { name: 'three' };
    const dataset = await DatasetStream.from(() => [1, 2, 3], card).toDataset();
    expect(dataset).toBeInstanceOf(Dataset);
    expect(dataset.at(2)).toBe(3);
    expect(dataset.card).toBe(card);
  });

  it('keeps the card where the examples stay the same and drops its features where they do not', () => {
    const card = { name: 'letters', features: { text: { kind: 'text' } } } as const;
    const letters = DatasetStream.from(() => 'abc', card);
    expect(letters.shuffle({ seed: 1 }).skip(1).take(2).filter(Boolean).prefetch(1).repeat(2).card).toBe(
      card,
    );
    expect(letters.concat(letters.skip(1)).card).toBe(card);
    expect(letters.map((letter) => letter).card).toEqual({ name: 'letters' });
    expect(letters.batch(2).card).toEqual({ name: 'letters' });
    expect(letters.concat(numbers(1)).card).toBeUndefined();
  });
});

describe('methods', () => {
  it('agree with the array methods', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.nat(20), fc.nat(20), async (array, skip, take) => {
        const stream = DatasetStream.from(() => array)
          .skip(skip)
          .filter((n) => n % 2 === 0)
          .concat(DatasetStream.from(() => array).take(take))
          .map((n, i) => n + i);
        const expected = [...array.slice(skip).filter((n) => n % 2 === 0), ...array.slice(0, take)];
        expect(await stream.toArray()).toEqual(expected.map((n, i) => n + i));
      }),
    );
  });

  it('take reads no further than it gives', async () => {
    const watched = { open: 0, read: 0 };
    expect(await numbers(1000, 'now', watched).take(3).toArray()).toEqual([0, 1, 2]);
    expect(watched.read).toBe(3);
    expect(await numbers(1000).take(0).toArray()).toEqual([]);
  });

  it('map with concurrency keeps the order, and no more pending than asked for', async () => {
    let under = 0;
    let most = 0;
    const stream = numbers(20).map(
      async (n) => {
        most = Math.max(most, ++under);
        await later(null);
        if (n % 3 === 0) await later(null);
        under--;
        return n;
      },
      { concurrency: 4 },
    );
    expect(await stream.toArray()).toEqual(upTo(20));
    expect(most).toBe(4);
  });

  it('prefetch reads ahead, and only so far', async () => {
    const watched = { open: 0, read: 0 };
    const iteration = numbers(100, 'waits', watched).prefetch(5).iterate();
    await iteration.next();
    await later(null);
    expect(watched.read).toBe(6);
    await iteration.return();
  });

  it('prefetch meets a failure when its turn comes', async () => {
    const stream = numbers(9)
      .map((n) => (n === 3 ? Promise.reject(new Error('three')) : n), { concurrency: 9 })
      .prefetch(9);
    const seen: unknown[] = [];
    await expect(
      (async () => {
        for await (const n of stream) seen.push(n);
      })(),
    ).rejects.toThrow('three');
    expect(seen).toEqual([0, 1, 2]);
  });

  it('repeat starts over, by default without end', async () => {
    expect(await numbers(3).repeat(2).toArray()).toEqual([0, 1, 2, 0, 1, 2]);
    expect(await numbers(3).repeat().take(7).toArray()).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(await numbers(3).repeat(0).toArray()).toEqual([]);
    await expect(numbers(0).repeat().toArray()).rejects.toThrow(
      'There is no example in epoch 0 of epochs: it would never end.',
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      'take',
      () => numbers(1).take(-1),
      'The number of examples to take must be a whole number of at least 0, received -1.',
    ],
    [
      'skip',
      () => numbers(1).skip(0.5),
      'The number of examples to skip must be a whole number of at least 0, received 0.5.',
    ],
    ['batch', () => numbers(1).batch(0), 'The batch size must be a whole number of at least 1, received 0.'],
    [
      'seed',
      () => numbers(1).shuffle({ seed: -1 }),
      'The seed must be a whole number from 0 to 4294967295, received -1.',
    ],
    [
      'buffer',
      () => numbers(1).shuffle({ seed: 1, buffer: 0 }),
      'The buffer of a shuffle must be a whole number from 1 to 4294967296, received 0.',
    ],
    [
      'prefetch',
      () => numbers(1).prefetch(0),
      'The number of examples to prefetch must be a whole number of at least 1, received 0.',
    ],
    [
      'repeat',
      () => numbers(1).repeat(-1),
      'The number of times to repeat must be a whole number of at least 0, received -1.',
    ],
  ])('refuse a wrong number: %s', (_, call, message) => {
    expect(call).toThrow(new DatasetError(message));
  });
});
