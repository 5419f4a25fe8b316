import { expect, test } from 'vitest';
import { TrainingError } from '../error.js';
import type { StreamedExample } from './example-stream.js';
import { featureExamples } from './feature-examples.js';
import { sequenceExamples } from './sequence-examples.js';
import { streamedBatch } from './streamed-batch.js';
import { tokenExamples } from './token-examples.js';

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
    'example 0 has 3 features, which cannot be shared out over 2 as its steps.',
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
