import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { TrainingError } from '../errors.js';
import type { Batches } from './batches.js';
import {
  type ExampleStream,
  ExampleStreamSource,
  type StreamedExample,
  streamedBatch,
} from './example-stream.js';
import { featureExamples, sequenceExamples, tokenExamples } from './examples.js';

const shape = (steps: number) => ({ batch: 2, steps });

test('tokens are padded to the longest, with a class each or one for each step', () => {
  const ids = [[1, 2, 3], [4]];
  expect(
    streamedBatch(
      [
        { ids: ids[0]!, target: 1 },
        { ids: ids[1]!, target: 0 },
      ],
      0,
    ),
  ).toEqual({
    shape: shape(3),
    batch: tokenExamples({ ids, targets: [1, 0] }).batch([0, 1], 3),
  });
  const targets = [[3, 2, 1], [0]];
  const perStep = streamedBatch(
    ids.map((sequence, k) => ({ ids: sequence, target: targets[k]! })),
    0,
  );
  expect(perStep.batch).toEqual(tokenExamples({ ids, targets }).batch([0, 1], 3));
});

test('features with their steps are sequences, of any length', () => {
  const sequences = [Uint8Array.of(1, 0, 1, 1), Uint8Array.of(0, 1)];
  const targets = [[1, 0], [1]];
  const streamed = sequences.map((features, k) => ({
    features,
    steps: features.length / 2,
    target: targets[k]!,
  }));
  expect(streamedBatch(streamed, 0)).toEqual({
    shape: shape(2),
    batch: sequenceExamples({ sequences, width: 2, targets }).batch([0, 1], 2),
  });
});

test('features without steps are vectors, and pixels images, whose bytes count as 255ths', () => {
  const vectors = streamedBatch(
    [
      { features: [0.5, 2], target: [1, 0.25] },
      { features: [3, 4], target: [0, 1] },
    ],
    0,
  );
  expect(vectors).toEqual({
    shape: shape(1),
    batch: { features: Float32Array.of(0.5, 2, 3, 4), targets: Float32Array.of(1, 0.25, 0, 1) },
  });
  const data = Uint8Array.of(0, 51, 255, 3, 7, 100);
  const images = streamedBatch(
    [
      { pixels: data.subarray(0, 3), target: 2 },
      { pixels: data.subarray(3), target: 0 },
    ],
    0,
  );
  expect(images.batch).toEqual(featureExamples({ data, name: 'pixels', targets: [2, 0] }).batch([0, 1], 1));
});

const begins = 'In the batch of a stream that begins with its example 64: ';
test.each<[string, unknown[]]>([
  [
    'example 0 is an object, expected an object with a target and one of ids, features, pixels.',
    [{ ids: [1] }],
  ],
  ['example 1 is "b", expected an object with a target', [{ ids: [1], target: 0 }, 'b']],
  [
    'example 1 has pixels, unlike example 0, which has ids.',
    [
      { ids: [1], target: 0 },
      { pixels: [1], target: 0 },
    ],
  ],
  [
    'example 1 has a list of targets, unlike example 0.',
    [
      { ids: [1], target: 0 },
      { ids: [1], target: [0] },
    ],
  ],
  ['example 0 has the id -1, expected a whole number from 0.', [{ ids: [-1], target: 0 }]],
  ['example 0 has the target 0.5, expected a whole number from 0.', [{ features: [1], target: 0.5 }]],
  [
    'example 0 has 3 features, which cannot be divided evenly over 2 as its steps.',
    [{ features: [1, 2, 3], steps: 2, target: 0 }],
  ],
  [
    'example 1 has 1 features a step, unlike example 0, which has 2.',
    [
      { features: [1, 2], steps: 1, target: 0 },
      { features: [1, 2], steps: 2, target: 0 },
    ],
  ],
  [
    'example 1 has 2 numbers, unlike example 0, which has 1: sequences need their steps.',
    [
      { features: [1], target: 0 },
      { features: [1, 2], target: 0 },
    ],
  ],
])('%s', (message, streamed) => {
  const attempt = () => streamedBatch(streamed as StreamedExample[], 64);
  expect(attempt).toThrow(TrainingError);
  expect(attempt).toThrow(begins + message);
});

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
  source.startEpoch(ordering, START);
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

test('no more is read than the requested batches and one', async () => {
  const { stream, seen } = streamOf(new Array(1000).fill(1));
  const source = new ExampleStreamSource(stream, 5);
  source.startEpoch(ordering, START);
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
  source.startEpoch(ordering, START);
  const first = await source.next(2);
  expect(summary(first)).toMatchObject({ firsts: [0, 1], position: { at: 2 } });
  await source.next(3);
  expect(first.position).toEqual({ at: 2 });
  const other = new ExampleStreamSource(mutating, 1, 6);
  other.startEpoch(ordering, { done: 2, position: first.position });
  expect(summary(await other.next(1))).toMatchObject({ firsts: [2], position: { at: 3 } });
});

test('an epoch resumes from a position', async () => {
  const { stream } = streamOf([1, 1, 1, 1, 1]);
  const source = new ExampleStreamSource(stream, 2);
  source.startEpoch(ordering, { done: 1, position: 2 });
  expect(summary(await source.next(8))).toMatchObject({ firsts: [2], last: false });
  expect(summary(await source.next(8))).toMatchObject({ firsts: [4], last: true });
});

test('epochs of some batches continue the stream, and begin anew at its end', async () => {
  const { stream, seen } = streamOf([1, 1, 1]);
  const source = new ExampleStreamSource(stream, 2, 3);
  source.startEpoch(ordering, START);
  expect(summary(await source.next(8))).toEqual({ firsts: [0], shape: [2, 1], last: false, position: 2 });
  expect(summary(await source.next(8))).toEqual({ firsts: [2], shape: [1, 1], last: false, position: 3 });
  expect(summary(await source.next(8))).toEqual({ firsts: [0], shape: [2, 1], last: true, position: 2 });
  source.startEpoch(ordering, { done: 0, position: 2 });
  expect(summary(await source.next(1))).toEqual({ firsts: [2], shape: [1, 1], last: false, position: 3 });
  expect(seen.passes).toBe(3);
  // Another process resumes where the stream had just ended.
  const other = new ExampleStreamSource(stream, 2, 3);
  other.startEpoch(ordering, { done: 1, position: 3 });
  expect(summary(await other.next(1))).toEqual({ firsts: [0], shape: [2, 1], last: false, position: 2 });
});

test.each([undefined, 2])('an empty stream is refused (%s batches)', async (stepsPerEpoch) => {
  const source = new ExampleStreamSource(streamOf([]).stream, 2, stepsPerEpoch);
  source.startEpoch(ordering, START);
  await expect(source.next(1)).rejects.toThrow(
    'There is nothing to train on: the stream of examples is empty.',
  );
});

test('a stream that has become shorter is refused', async () => {
  const source = new ExampleStreamSource(streamOf([1, 1]).stream, 2);
  source.startEpoch(ordering, { done: 1, position: 2 });
  await expect(source.next(1)).rejects.toThrow(
    'The stream of examples ended after batch 1 of an epoch, where there were more before',
  );
});

test('it closes the stream that it reads', async () => {
  const { stream, seen } = streamOf([1, 1, 1, 1]);
  const source = new ExampleStreamSource(stream, 1);
  await source.close();
  source.startEpoch(ordering, START);
  await source.next(1);
  await source.close();
  await source.close();
  expect(seen.closed).toBe(1);
});
