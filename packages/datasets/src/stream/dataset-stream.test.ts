import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectResumable, numbers, type Pace, read, stored, type Watched } from '../../test/resume.js';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { DatasetStream } from './dataset-stream.js';
import { epochs } from './epochs.js';

const PACES: readonly Pace[] = ['now', 'waits', 'mixed'];
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, 1, value));

/** Any pipeline of up to four verbs. */
type Verb = (stream: DatasetStream<number>) => DatasetStream<number>;
const flat = (batches: DatasetStream<readonly number[]>) =>
  batches.map((batch) => batch.reduce((sum, n) => sum * 31 + n, batch.length) % 1_000_003);
const someVerb: fc.Arbitrary<Verb> = fc.oneof(
  fc.constant<Verb>((stream) => stream.map((n, i) => n * 2 + i)),
  fc.constant<Verb>((stream) => stream.map(async (n, i) => n * 3 + i)),
  fc.constant<Verb>((stream) => stream.map((n) => (n % 4 === 1 ? Promise.resolve(n + 1) : n))),
  fc.integer({ min: 2, max: 5 }).map(
    (concurrency): Verb =>
      (stream) =>
        stream.map(async (n) => n + 1, { concurrency }),
  ),
  fc.constant<Verb>((stream) => stream.filter((n) => n % 3 !== 0)),
  fc.constant<Verb>((stream) => stream.filter(async (n, i) => (n + i) % 3 !== 0)),
  fc.nat(30).map(
    (n): Verb =>
      (stream) =>
        stream.take(n),
  ),
  fc.nat(10).map(
    (n): Verb =>
      (stream) =>
        stream.skip(n),
  ),
  fc.nat(10).map(
    (n): Verb =>
      (stream) =>
        stream.concat(numbers(n, 'mixed'), numbers(0), numbers(2)),
  ),
  fc.integer({ min: 0, max: 2 }).map(
    (n): Verb =>
      (stream) =>
        stream.repeat(n),
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })).map(
    ([seed, buffer]): Verb =>
      (stream) =>
        stream.shuffle({ seed, buffer }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()).map(
    ([size, dropLast]): Verb =>
      (stream) =>
        flat(stream.batch(size, { dropLast })),
  ),
  fc.tuple(fc.option(fc.nat(), { nil: undefined }), fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
    ([seed, pool, dropLast]): Verb =>
      (stream) =>
        flat(
          stream.bucketByLength({
            batchSize: 3,
            length: (n) => n % 7,
            ...(seed !== undefined && { seed }),
            pool,
            dropLast,
          }),
        ),
  ),
  fc.integer({ min: 1, max: 5 }).map(
    (n): Verb =>
      (stream) =>
        stream.prefetch(n),
  ),
);
const somePipeline = fc
  .tuple(fc.nat(25), fc.constantFrom(...PACES), fc.array(someVerb, { maxLength: 4 }))
  .map(
    ([n, pace, verbs]) =>
      (watched?: Watched) =>
        verbs.reduce((stream, verb) => verb(stream), numbers(n, pace, watched)),
  );

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

describe('an iteration that was stopped', () => {
  it('goes on with exactly the rest, for any pipeline', async () => {
    await fc.assert(
      fc.asyncProperty(somePipeline, async (make) => {
        const watched = { open: 0, read: 0 };
        await expectResumable(() => make(watched));
        expect(watched.open).toBe(0);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('can be stopped while an example is awaited', async () => {
    await fc.assert(
      fc.asyncProperty(somePipeline, fc.nat(10), async (make, stop) => {
        const all = await make().toArray();
        const iteration = make().iterate();
        const before = await read({ [Symbol.asyncIterator]: () => ({ next: () => iteration.next() }) }, stop);
        const awaited = iteration.next();
        const position = stored(iteration.position);
        const result = await awaited;
        // Where the example was at hand, it was given on the spot.
        const rest = await read(make().iterate({ from: position }));
        const asked = result.done || rest.length === all.length - before.length ? [] : [result.value];
        expect([...before, ...asked, ...rest]).toEqual(all);
        await iteration.return();
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('has a position after the loop was left, at the end, and after a failure', async () => {
    let fails = true;
    const make = () =>
      numbers(200).map((n) => {
        if (n === 150 && fails) throw new Error('unlucky');
        return n;
      });
    const iteration = make().iterate();
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const n of iteration) seen.push(n);
      })(),
    ).rejects.toThrow('unlucky');
    expect(seen).toEqual(upTo(150));
    fails = false;
    const rest = make().iterate({ from: stored(iteration.position) });
    expect(await read(rest)).toEqual(upTo(200).slice(150));
    expect(await read(make().iterate({ from: rest.position }))).toEqual([]);
  });
});

describe('closing', () => {
  it.each(PACES)('happens when a loop is left, ends or fails (%s)', async (pace) => {
    const watched = { open: 0, read: 0 };
    const stream = numbers(50, pace, watched).shuffle({ seed: 1, buffer: 5 }).batch(2).prefetch(2);
    await read(stream, 3);
    expect(watched.open).toBe(0);
    await read(stream);
    expect(watched.open).toBe(0);
    const failing = stream.map(() => {
      throw new Error('no');
    });
    await expect(failing.toArray()).rejects.toThrow('no');
    expect(watched.open).toBe(0);
  });

  it('gives no example afterwards, not even one that was awaited', async () => {
    const iteration = numbers(5, 'waits').iterate();
    const awaited = iteration.next();
    await iteration.return();
    expect(await awaited).toEqual({ done: true, value: undefined });
    expect(await iteration.next()).toEqual({ done: true, value: undefined });
    expect(await read(numbers(5, 'waits').iterate({ from: iteration.position }))).toEqual(upTo(5));
  });

  it('waits for none of several calls of next that are under way', async () => {
    const iteration = numbers(5, 'waits').iterate();
    const results = await Promise.all([iteration.next(), iteration.next(), iteration.next()]);
    expect(results.map(({ value }) => value)).toEqual([0, 1, 2]);
    expect(iteration.position).toMatchObject({ again: 0, inner: 3 });
  });
});

describe('a position of another pipeline', () => {
  const positionOf = async (stream: DatasetStream<unknown>) => {
    const iteration = stream.iterate();
    await iteration.next();
    return stored(iteration.position);
  };

  it.each<[string, DatasetStream<unknown>, DatasetStream<unknown>, string]>([
    [
      'another verb',
      numbers(9).batch(2),
      numbers(9).prefetch(2),
      'expected one of prefetch, received one of batch(2)',
    ],
    [
      'another option',
      numbers(9).shuffle({ seed: 1 }),
      numbers(9).shuffle({ seed: 2 }),
      'expected one of shuffle(seed 2, buffer 1000), received one of shuffle(seed 1, buffer 1000)',
    ],
    [
      'another order',
      numbers(9).take(4).skip(1),
      numbers(9).skip(1).take(4),
      'expected one of take(4), received one of skip(1)',
    ],
    [
      'another leaf',
      numbers(9).take(4),
      Dataset.from([1, 2]).stream().take(4),
      'expected one of map, received 1',
    ],
  ])('is refused: %s', async (_, from, to, message) => {
    const position = await positionOf(from);
    expect(() => to.iterate({ from: position })).toThrow(DatasetError);
    expect(() => to.iterate({ from: position })).toThrow(`This position is of another pipeline: ${message}.`);
  });

  it.each([
    [null, 'This position is of another pipeline: expected one of a stream, received null.'],
    [{ at: 'a stream' }, 'A position of a stream must have `again`, but has only at.'],
    [
      { at: 'a stream', again: 0, inner: { at: 'take(3)', given: 4, inner: 0 } },
      'A position of take(3) must have an integer from 0 to 3 as `given`, received 4.',
    ],
    [
      { at: 'a stream', again: -1, inner: 0 },
      'A position of a stream must have an integer of 0 or more as `again`, received -1.',
    ],
  ])('is refused when it is broken: %j', (from, message) => {
    expect(() => numbers(5).take(3).iterate({ from })).toThrow(new DatasetError(message));
  });
});

describe('verbs', () => {
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

  it('map with concurrency keeps the order, and no more under way than asked for', async () => {
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

  it('repeat goes round, without end if not told otherwise', async () => {
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
      'The number of examples to take must be an integer of 0 or more, not -1.',
    ],
    [
      'skip',
      () => numbers(1).skip(0.5),
      'The number of examples to skip must be an integer of 0 or more, not 0.5.',
    ],
    ['batch', () => numbers(1).batch(0), 'The batch size must be an integer of 1 or more, not 0.'],
    [
      'seed',
      () => numbers(1).shuffle({ seed: -1 }),
      'The seed must be an integer from 0 to 4294967295, not -1.',
    ],
    [
      'buffer',
      () => numbers(1).shuffle({ seed: 1, buffer: 0 }),
      'The buffer of a shuffle must be an integer from 1 to 4294967296, not 0.',
    ],
    [
      'prefetch',
      () => numbers(1).prefetch(0),
      'The number of examples to prefetch must be an integer of 1 or more, not 0.',
    ],
    ['repeat', () => numbers(1).repeat(-1), 'The number of epochs must be an integer of 0 or more, not -1.'],
  ])('refuse a wrong number: %s', (_, call, message) => {
    expect(call).toThrow(new DatasetError(message));
  });
});

describe('from', () => {
  it('takes arrays, generators and asynchronous generators, and resumes them', async () => {
    for (const open of [
      () => upTo(9),
      function* () {
        yield* upTo(9);
      },
      async function* () {
        for (const n of upTo(9)) yield later(n);
      },
    ]) {
      expect(await expectResumable(() => DatasetStream.from<number>(open))).toEqual(upTo(9));
    }
  });

  it('closes the generator when the loop is left', async () => {
    let closed = false;
    const stream = DatasetStream.from(async function* () {
      try {
        for (;;) yield 1;
      } finally {
        closed = true;
      }
    });
    await read(stream, 2);
    expect(closed).toBe(true);
  });

  it('says that the iterable became shorter', async () => {
    const iteration = DatasetStream.from(() => upTo(9)).iterate();
    await read(iteration, 5);
    await expect(
      read(DatasetStream.from(() => upTo(3)).iterate({ from: iteration.position })),
    ).rejects.toThrow(
      'An iterable ended 2 examples before the position to go on from: it must give the same examples each time.',
    );
  });
});

describe('epochs', () => {
  it('makes each epoch anew, and its position says the epoch', async () => {
    const dataset = Dataset.from(upTo(5));
    const make = () => epochs((epoch) => dataset.shuffle({ seed: epoch }).batch(2), { count: 3 });
    const batches = await expectResumable(make);
    expect(batches).toHaveLength(9);
    for (const epoch of [0, 1, 2]) {
      expect(batches.slice(epoch * 3, epoch * 3 + 3)).toEqual(
        dataset.shuffle({ seed: epoch }).batch(2).toArray(),
      );
    }
    const iteration = make().iterate();
    await read(iteration, 4);
    expect(iteration.position).toMatchObject({ inner: { at: 'epochs(3)', epoch: 1 } });
  });

  it('takes streams, and may have no end', async () => {
    const stream = epochs((epoch) => numbers(3).map((n) => n + 10 * epoch));
    expect(await stream.take(7).toArray()).toEqual([0, 1, 2, 10, 11, 12, 20]);
  });
});
