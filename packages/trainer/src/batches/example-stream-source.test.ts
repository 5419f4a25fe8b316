import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import type { ExampleStream, StreamedExample } from '../examples/example-stream.js';
import { ExampleStreamSource } from './example-stream-source.js';
import type { Batches } from './source.js';

const ordering = new Generator(0);
const START = { done: 0, position: undefined };

/** A stream of sequences of these lengths, which notes how it is read. */
function streamOf(lengths: readonly number[]) {
  const seen = { passes: 0, given: 0, closed: 0 };
  const stream: ExampleStream = {
    iterate({ from = 0 } = {}) {
      seen.passes++;
      let position = from as number;
      return {
        get position() {
          return position;
        },
        async next() {
          const length = lengths[position];
          if (length === undefined) return { done: true, value: undefined };
          seen.given++;
          const ids = new Array<number>(length).fill(position++);
          return { done: false, value: { ids, target: 0 } satisfies StreamedExample };
        },
        async return() {
          seen.closed++;
          return { done: true, value: undefined };
        },
      };
    },
  };
  return { stream, seen };
}

const summary = ({ batches, shape, last, position }: Batches) => ({
  firsts: batches.map(({ ids }) => ids![0]),
  shape: [shape.batch, shape.steps],
  last,
  position,
});

test('batches are consecutive examples, and only those of one shape come together', async () => {
  const { stream } = streamOf([1, 2, 2, 1, 3, 1, 3, 3, 2]);
  const source = new ExampleStreamSource(stream, 2);
  source.begin(ordering, START);
  expect(summary(await source.next(8))).toEqual({ firsts: [0, 2], shape: [2, 2], last: false, position: 4 });
  expect(summary(await source.next(1))).toEqual({ firsts: [4], shape: [2, 3], last: false, position: 6 });
  expect(summary(await source.next(8))).toEqual({ firsts: [6], shape: [2, 3], last: false, position: 8 });
  expect(summary(await source.next(8))).toEqual({
    firsts: [8],
    shape: [1, 2],
    last: true,
    position: undefined,
  });
});

test('no more is read than what is asked for and one batch', async () => {
  const { stream, seen } = streamOf(new Array(1000).fill(1));
  const source = new ExampleStreamSource(stream, 5);
  source.begin(ordering, START);
  await source.next(3);
  expect(seen.given).toBe(4 * 5);
  await source.next(1);
  expect(seen.given).toBe(5 * 5);
});

test('the position of a batch stays as it was when more is read ahead', async () => {
  const { stream } = streamOf([1, 1, 1, 1, 1, 1]);
  const mutating: ExampleStream = {
    iterate({ from } = {}) {
      const iteration = stream.iterate({ from: (from as { at: number } | undefined)?.at });
      const position = { at: iteration.position };
      return {
        position,
        async next() {
          const result = await iteration.next();
          position.at = iteration.position;
          return result;
        },
        return: () => iteration.return!(),
      };
    },
  };
  const source = new ExampleStreamSource(mutating, 1, 6);
  source.begin(ordering, START);
  const first = await source.next(2);
  expect(summary(first)).toMatchObject({ firsts: [0, 1], position: { at: 2 } });
  await source.next(3);
  expect(first.position).toEqual({ at: 2 });
  const other = new ExampleStreamSource(mutating, 1, 6);
  other.begin(ordering, { done: 2, position: first.position });
  expect(summary(await other.next(1))).toMatchObject({ firsts: [2], position: { at: 3 } });
});

test('an epoch goes on from a position', async () => {
  const { stream } = streamOf([1, 1, 1, 1, 1]);
  const source = new ExampleStreamSource(stream, 2);
  source.begin(ordering, { done: 1, position: 2 });
  expect(summary(await source.next(8))).toMatchObject({ firsts: [2], last: false });
  expect(summary(await source.next(8))).toMatchObject({ firsts: [4], last: true });
});

test('epochs of some batches go on in the stream, and at its end begin anew', async () => {
  const { stream, seen } = streamOf([1, 1, 1]);
  const source = new ExampleStreamSource(stream, 2, 3);
  source.begin(ordering, START);
  expect(summary(await source.next(8))).toEqual({ firsts: [0], shape: [2, 1], last: false, position: 2 });
  expect(summary(await source.next(8))).toEqual({ firsts: [2], shape: [1, 1], last: false, position: 3 });
  expect(summary(await source.next(8))).toEqual({ firsts: [0], shape: [2, 1], last: true, position: 2 });
  source.begin(ordering, { done: 0, position: 2 });
  expect(summary(await source.next(1))).toEqual({ firsts: [2], shape: [1, 1], last: false, position: 3 });
  expect(seen.passes).toBe(3);
  // Another process goes on where the stream had just ended.
  const other = new ExampleStreamSource(stream, 2, 3);
  other.begin(ordering, { done: 1, position: 3 });
  expect(summary(await other.next(1))).toEqual({ firsts: [0], shape: [2, 1], last: false, position: 2 });
});

test.each([undefined, 2])('a stream of nothing is refused (%s batches)', async (stepsPerEpoch) => {
  const source = new ExampleStreamSource(streamOf([]).stream, 2, stepsPerEpoch);
  source.begin(ordering, START);
  await expect(source.next(1)).rejects.toThrow(
    'There is nothing to train on: the stream of examples is empty.',
  );
});

test('a stream that has become shorter is refused', async () => {
  const source = new ExampleStreamSource(streamOf([1, 1]).stream, 2);
  source.begin(ordering, { done: 1, position: 2 });
  await expect(source.next(1)).rejects.toThrow(
    'The stream of examples ended after the batch 1 of an epoch, where it went on before',
  );
});

test('it closes what it reads', async () => {
  const { stream, seen } = streamOf([1, 1, 1, 1]);
  const source = new ExampleStreamSource(stream, 1);
  await source.close();
  source.begin(ordering, START);
  await source.next(1);
  await source.close();
  await source.close();
  expect(seen.closed).toBe(1);
});
