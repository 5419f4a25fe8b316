import { expect, test } from 'vitest';
import { TrainingError } from '../errors.js';
import { fit } from '../fit/fit.js';
import { onnxruntime } from '../index.js';
import { type SequenceExamplesOptions, sequenceExamples, tokenExamples } from './examples.js';

test('tokenExamples pads ids with zeros to the requested steps, with their lengths', () => {
  const examples = tokenExamples({ ids: [[1, 2, 3], Int32Array.of(4), []], targets: [0, 1, 2] });
  expect(examples.length).toBe(3);
  expect([0, 1, 2].map((k) => examples.steps(k))).toEqual([3, 1, 0]);
  expect(examples.batch([2, 0, 1], 4)).toEqual({
    ids: Int32Array.of(0, 0, 0, 0, 1, 2, 3, 0, 4, 0, 0, 0),
    lengths: Int32Array.of(0, 3, 1),
    targets: Int32Array.of(2, 0, 1),
  });
});

test('token targets for each step are padded like ids', () => {
  const examples = tokenExamples({ ids: [[1, 2], [3]], targets: [Int32Array.of(5, 6), [7]] });
  expect(examples.batch(Uint32Array.of(1, 0), 3).targets).toEqual(Int32Array.of(7, 0, 0, 5, 6, 0));
});

test('an example may occur twice in a batch, or none at all', () => {
  const examples = tokenExamples({ ids: [[1]], targets: Uint8Array.of(1) });
  expect(examples.batch([0, 0], 1).ids).toEqual(Int32Array.of(1, 1));
  expect(examples.batch([], 1).ids).toHaveLength(0);
});

test('no token sequences are no error', () => {
  expect(tokenExamples({ ids: [], targets: [] }).length).toBe(0);
});

test.each<[string, Parameters<typeof tokenExamples>[0]]>([
  ['Every example needs a target: received 2 examples and 1 targets.', { ids: [[1], [2]], targets: [0] }],
  ['Example 1 has 2 steps but 1 targets.', { ids: [[1], [2, 3]], targets: [[0], [1]] }],
  ['Example 0 has no steps, so that there is nothing to predict: drop it.', { ids: [[]], targets: [[]] }],
  ['Example 0 has the target -1, expected a whole number from 0.', { ids: [[1]], targets: [-1] }],
  ['Example 0 has the target NaN, expected a whole number from 0.', { ids: [[1]], targets: [[Number.NaN]] }],
  ['Example 1 has the id 0.5, expected a whole number from 0.', { ids: [[1], [0.5]], targets: [0, 0] }],
  [
    'Example 1 has one target, unlike example 0.',
    { ids: [[1], [2]], targets: [[0], 0] as unknown as number[] },
  ],
])('%s', (message, options) => {
  expect(() => tokenExamples(options)).toThrow(new TrainingError(message));
});

test('a batch that is too short for an example is refused, so that none runs over into the next', () => {
  const examples = tokenExamples({ ids: [[1, 2, 3]], targets: [0] });
  expect(() => examples.batch([0], 2)).toThrow('Row 0 has 3 steps, which do not fit into 2.');
});

test('sequenceExamples pads vectors and the numbers of each step with zeros, with their lengths', () => {
  // 1 + 3 = 4 and 1 + 0 = 1, the least significant bits first.
  const sequences = [Uint8Array.of(1, 1, 0, 1, 0, 0), Uint8Array.of(1, 0, 0, 0)];
  const targets = [Uint8Array.of(0, 0, 1), Uint8Array.of(1, 0)];
  const examples = sequenceExamples({ sequences, width: 2, targets });
  expect(examples.length).toBe(2);
  expect([0, 1].map((k) => examples.steps(k))).toEqual([3, 2]);
  expect(examples.batch([1, 0], 4)).toEqual({
    features: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0),
    lengths: Int32Array.of(2, 3),
    targets: Float32Array.of(1, 0, 0, 0, 0, 0, 1, 0),
  });
});

test('a step may have several targets', () => {
  const examples = sequenceExamples({
    sequences: [[1, 2], [3]],
    width: 1,
    targets: [
      [1, 2, 3, 4],
      [5, 6],
    ],
  });
  expect(examples.batch([1, 0], 2).targets).toEqual(Float32Array.of(5, 6, 0, 0, 1, 2, 3, 4));
});

test('a class for each example stays a whole number', () => {
  const examples = sequenceExamples({ sequences: [[0.5, 1], []], width: 2, targets: [3, 1] });
  expect(examples.batch([1, 0, 1], 1)).toEqual({
    features: Float32Array.of(0, 0, 0.5, 1, 0, 0),
    lengths: Int32Array.of(0, 1, 0),
    targets: Int32Array.of(1, 3, 1),
  });
});

test('no sequences are no error', () => {
  expect(sequenceExamples({ sequences: [], width: 2, targets: [] }).length).toBe(0);
});

test.each<[string, object]>([
  ['sequenceExamples: width must be a whole number of at least 1, received 0.', { width: 0 }],
  ['sequenceExamples needs width: a whole number of at least 1.', { width: undefined }],
  ['sequenceExamples has no option "sequence"; the nearest is "sequences".', { sequence: [] }],
  ['Every example needs a target: received 2 examples and 1 targets.', { targets: [[1]] }],
  [
    'Example 1 has 3 numbers, expected a multiple of 2 for steps of that width.',
    {
      sequences: [
        [1, 2],
        [1, 2, 3],
      ],
    },
  ],
  ['Example 1 has 2 steps but 1 targets.', { targets: [[1], [1]] }],
  [
    'Example 1 has 2 steps but 3 targets, expected 2 for each.',
    {
      targets: [
        [1, 2],
        [1, 2, 3],
      ],
    },
  ],
  [
    'Example 0 has 2 steps but 3 targets.',
    {
      sequences: [
        [1, 2, 3, 4],
        [1, 2],
      ],
      targets: [[1, 2, 3], [1]],
    },
  ],
  ['Example 0 has no steps, so that there is nothing to predict: drop it.', { sequences: [[], [1, 2]] }],
  ['Example 1 has one target, unlike example 0.', { targets: [[1], 1] }],
  ['Example 0 has the target 0.5, expected a whole number from 0.', { targets: [0.5, 1] }],
])('%s', (message, wrong) => {
  const good = {
    sequences: [
      [1, 2],
      [1, 2, 3, 4],
    ],
    width: 2,
    targets: [[1], [1, 1]],
  };
  expect(() => sequenceExamples({ ...good, ...wrong } as SequenceExamplesOptions)).toThrow(
    new TrainingError(message),
  );
});

test('a batch that is too short for a sequence is refused', () => {
  const examples = sequenceExamples({ sequences: [[1, 2, 3]], width: 1, targets: [0] });
  expect(() => examples.batch([0], 2)).toThrow('Row 0 has 3 steps, which do not fit into 2.');
});

test('classes for each step are trained on', async () => {
  const targets = [
    [0, 1, 2],
    [2, 0],
  ];
  const sequences = targets.map((classes) => classes.flatMap((k) => [k, k * k]));
  const { history } = await fit({
    spec: {
      input: { type: 'sequence', features: 2 },
      layers: [
        { type: 'recurrent', units: 6 },
        { type: 'dense', units: 3 },
      ],
    },
    train: sequenceExamples({ sequences, width: 2, targets }),
    ...{ epochs: 60, learningRate: 0.1, engine: onnxruntime({ threads: 1 }) },
  });
  expect(history.at(-1)!.trainAccuracy).toBe(1);
});
