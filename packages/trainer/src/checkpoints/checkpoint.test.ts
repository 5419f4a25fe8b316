import { parameterCount } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { toyExamples, toySpec } from '../../test/toy.js';
import { resolveOptions } from '../fit/options.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { decodeTensors, encodeTensors } from './safetensors.js';
import { trainingConfigOf } from './training-config.js';

const spec = toySpec();
const count = parameterCount(spec);
const vector = (from: number): Float32Array => Float32Array.from({ length: count }, (_, k) => from + k / 7);

const checkpoint: Checkpoint = {
  recipe: trainingConfigOf(resolveOptions({ spec, train: toyExamples(9, 1), epochs: 3 })),
  progress: {
    epoch: 1,
    batches: 3,
    step: 13,
    epochGenerator: [1, -2, 3, -4],
    generator: [5, 6, 7, 8],
    totals: { loss: 0.1 + 0.2, correct: 7, count: 12 },
    logTotals: { loss: 1 / 3, correct: 1, count: 4 },
    history: [{ epoch: 1, step: 10, learningRate: 0.001, trainLoss: 1.1, trainAccuracy: 0.3 }],
    best: { epoch: 1, value: 1.1 },
  },
  state: { parameters: vector(0), slots: [vector(1000), vector(2000)] },
  bestParameters: vector(3000),
};

test('an encoded checkpoint decodes to the same', () => {
  expect(decodeCheckpoint(spec, encodeCheckpoint(spec, checkpoint))).toEqual(checkpoint);
});

test('without best parameters and without slots too', () => {
  const { bestParameters, ...rest } = checkpoint;
  const plain = { ...rest, state: { parameters: vector(0), slots: [] } };
  const read = decodeCheckpoint(spec, encodeCheckpoint(spec, plain));
  expect(read).toEqual(plain);
  expect('bestParameters' in read).toBe(false);
});

test('each parameter is a tensor with its name and shape, for other tools', () => {
  const { tensors } = decodeTensors(encodeCheckpoint(spec, checkpoint));
  expect(tensors['3.dense.kernel']!.shape).toEqual([12, 3]);
  expect(tensors['slot.1.0.embedding.kernel'] ?? tensors['slot.1.0.embedding.table']).toBeDefined();
  expect(Object.keys(tensors).length % 4).toBe(0);
});

test.each([
  [
    'other sizes',
    toySpec({ units: 13 }),
    /another model: 1\.recurrent\S+ has shape \[6, 36\], expected \[6, 39\]\.$/,
  ],
  ['other layers', toySpec({ dropout: 0.5 }), /another model: 1\.recurrent\.1\S+ is missing, expected/],
  ['fewer layers', { ...spec, layers: spec.layers.slice(0, 3) }, /another model: it has 8 more tensors\.$/],
])('a model with %s is refused', (_, other, message) => {
  expect(() => decodeCheckpoint(other, encodeCheckpoint(spec, checkpoint))).toThrow(message);
});

test('tensors of the same size but another shape are refused', () => {
  const { tensors, metadata } = decodeTensors(encodeCheckpoint(spec, checkpoint));
  const kernel = tensors['3.dense.kernel']!;
  const turned = { ...tensors, '3.dense.kernel': { ...kernel, shape: [3, 12] } };
  expect(() => decodeCheckpoint(spec, encodeTensors({ tensors: turned, metadata }))).toThrow(
    'It belongs to another model: 3.dense.kernel has shape [3, 12], expected [12, 3].',
  );
});

test.each([
  ['progress', {}],
  ['progress', { progress: '{"epoch":' }],
  ['progress', { progress: '3' }],
  ['recipe', { recipe: undefined }],
])('weights without their %s are refused: %j', (name, change) => {
  const { tensors, metadata } = decodeTensors(encodeCheckpoint(spec, checkpoint));
  const without = Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== name));
  const changed = Object.fromEntries(
    Object.entries({ ...without, ...change }).filter(([, v]) => v !== undefined),
  );
  const bytes = encodeTensors({ tensors, metadata: changed as Record<string, string> });
  expect(() => decodeCheckpoint(spec, bytes)).toThrow(
    `It is not a checkpoint of a training: its ${name} is missing or damaged.`,
  );
});

test('a file that is cut off is refused', () => {
  const bytes = encodeCheckpoint(spec, checkpoint);
  expect(() => decodeCheckpoint(spec, bytes.subarray(0, bytes.length - 1))).toThrow(/^The file ends before/);
});
