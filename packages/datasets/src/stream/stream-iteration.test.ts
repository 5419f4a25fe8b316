import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectResumable, numbers, type Pace, read, stored, type Watched } from '../../test/resume.js';
import { Dataset, DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';

const PACES: readonly Pace[] = ['now', 'waits', 'mixed'];
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Any pipeline of up to four methods. */
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
    ([n, pace, methods]) =>
      (watched?: Watched) =>
        methods.reduce((stream, method) => method(stream), numbers(n, pace, watched)),
  );

describe('an iteration that was stopped', () => {
  it('resumes with exactly the rest, for any pipeline', async () => {
    await fc.assert(
      fc.asyncProperty(somePipeline, async (make) => {
        const watched = { open: 0, read: 0 };
        await expectResumable(() => make(watched));
        expect(watched.open).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

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
  });

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

  it('waits for none of several calls of next that are pending', async () => {
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
      'another method',
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
    ['{}', 'A position to resume from was given as text: expected what JSON.parse makes of it.'],
    [null, 'This position is of another pipeline: expected one of an iteration, received null.'],
    [{ at: 'an iteration' }, 'A position of an iteration must have `again`, but has only at.'],
    [
      { at: 'an iteration', again: 0, inner: { at: 'take(3)', given: 4, inner: 0 } },
      'A position of take(3) must have an integer from 0 to 3 as `given`, received 4.',
    ],
    [
      { at: 'an iteration', again: -1, inner: 0 },
      'A position of an iteration must have an integer of 0 or more as `again`, received -1.',
    ],
  ])('is refused when it is broken: %j', (from, message) => {
    expect(() => numbers(5).take(3).iterate({ from })).toThrow(new DatasetError(message));
  });
});

it('is closed by `return` and by `await using`, and keeps its position', async () => {
  for (const how of ['return', 'using'] as const) {
    let open = 0;
    const stream = DatasetStream.from(function* () {
      open++;
      try {
        yield* [1, 2, 3];
      } finally {
        open--;
      }
    });
    const iteration = stream.iterate();
    expect(await iteration.next()).toEqual({ done: false, value: 1 });
    expect(open).toBe(1);
    // What `await using` calls.
    const dispose: unknown = Reflect.get(iteration, Symbol.asyncDispose);
    if (how === 'return') await iteration.return();
    else await (dispose as () => Promise<void>).call(iteration);
    expect(open).toBe(0);
    expect(await iteration.next()).toEqual({ done: true, value: undefined });
    expect(await read(stream.iterate({ from: stored(iteration.position) }))).toEqual([2, 3]);
  }
});
