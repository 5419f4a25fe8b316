import { expect, test } from 'vitest';
import { toyExamples, toySpec } from '../../test/toy.js';
import { TrainingError } from '../errors.js';
import { fit } from './fit.js';
import { type FitOptions, resolveOptions } from './options.js';

const train = toyExamples(8, 1);
const good: FitOptions = { spec: toySpec(), train };

test('fills in defaults, also for options that are undefined', () => {
  const { engine, ...options } = resolveOptions({ ...good, batchSize: undefined, learningRate: undefined });
  expect(engine.name).toBe('onnxruntime');
  expect(options).toEqual({
    ...good,
    validation: undefined,
    monitor: 'trainLoss',
    loss: { type: 'softmax-cross-entropy' },
    optimizer: { type: 'adam' },
    learningRate: 0.001,
    schedule: { type: 'constant' },
    batchSize: 32,
    epochs: 10,
    seed: 0,
  });
});

test('the best epoch is by validation loss if there is a validation set with anything in it', () => {
  expect(resolveOptions({ ...good, validation: train }).monitor).toBe('validationLoss');
  expect(resolveOptions({ ...good, validation: toyExamples(0, 1) }).monitor).toBe('trainLoss');
});

test.each<[string, object]>([
  ['fit: epochs must be a whole number of at least 0, received -1.', { epochs: -1 }],
  [
    'fit: epochs must be a whole number of at least 0, received Infinity.',
    { epochs: Number.POSITIVE_INFINITY },
  ],
  ['fit: batchSize must be a whole number of at least 1, received 0.', { batchSize: 0 }],
  ['fit: batchSize must be a whole number of at least 1, received 2.5.', { batchSize: 2.5 }],
  ['fit: batchSize must be a whole number of at least 1, received "32".', { batchSize: '32' }],
  ['fit: learningRate must be a number above 0, received NaN.', { learningRate: Number.NaN }],
  ['fit: learningRate must be a number above 0, received 0.', { learningRate: 0 }],
  [
    'fit: learningRate must be a number above 0, received Infinity.',
    { learningRate: Number.POSITIVE_INFINITY },
  ],
  ['fit: patience must be a whole number of at least 1, received 0.', { patience: 0 }],
  ['fit: seed must be a whole number from 0 to 4294967295, received 4294967296.', { seed: 2 ** 32 }],
  ['fit: seed must be a whole number from 0 to 4294967295, received -1.', { seed: -1 }],
  [
    'fit: monitor must be one of validationLoss, validationAccuracy, trainLoss, received "loss".',
    { monitor: 'loss' },
  ],
  [
    'fit: monitor validationAccuracy needs a validation set, received none.',
    { monitor: 'validationAccuracy' },
  ],
  ['fit: onEpoch must be a function, received 3.', { onEpoch: 3 }],
  ['fit has no option "epoch"; the nearest is "epochs".', { epoch: 3 }],
  ['fit has no option "onEpochs"; the nearest is "onEpoch".', { onEpochs: () => {} }],
  ['There is no schedule "cosin"; the nearest is "cosine".', { schedule: { type: 'cosin' } }],
  ['There is nothing to train on: the training set is empty.', { train: toyExamples(0, 1) }],
])('%s', async (message, wrong) => {
  await expect(fit({ ...good, ...wrong } as FitOptions)).rejects.toThrow(new TrainingError(message));
});

test('refuses a schedule with a bad option', async () => {
  const wrong = { ...good, schedule: { type: 'cosine', warmup: 2 } } as FitOptions;
  const message =
    'The schedule (cosine): warmup must be a number from 0 up to, but not including, 1, received 2.';
  await expect(fit(wrong)).rejects.toThrow(new TrainingError(message));
});
