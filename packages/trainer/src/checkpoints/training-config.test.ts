import { expect, test } from 'vitest';
import { noiseExamples, toyExamples, toySpec } from '../../test/toy.js';
import { TrainingError } from '../errors.js';
import { type FitOptions, resolveOptions } from '../fit/options.js';
import type { TrainingConfig } from './checkpoint.js';
import { checkTrainingConfig, trainingConfigOf } from './training-config.js';

const options: FitOptions = { spec: toySpec(), train: toyExamples(40, 1), validation: toyExamples(10, 2) };
const recipe = (change: Partial<FitOptions> = {}): TrainingConfig =>
  trainingConfigOf(resolveOptions({ ...options, ...change }));
const stored = (change: Partial<FitOptions> = {}): TrainingConfig =>
  JSON.parse(JSON.stringify(recipe(change)));

test('the same training may be resumed, however its spec is written', () => {
  const { layers, input } = toySpec();
  const [embedding, recurrent, ...rest] = layers;
  const spec = {
    layers: [embedding!, { bidirectional: false, ...recurrent! }, ...rest],
    input,
  } as FitOptions['spec'];
  expect(() =>
    checkTrainingConfig(stored(), recipe({ spec, batchSize: 32, optimizer: { type: 'adam' } })),
  ).not.toThrow();
});

test('more epochs are allowed if no learning rate depends on them', () => {
  expect(() => checkTrainingConfig(stored({ epochs: 3 }), recipe({ epochs: 5 }))).not.toThrow();
});

test('patience and callbacks may differ', () => {
  expect(() => checkTrainingConfig(stored(), recipe({ patience: 3, onSteps: () => {} }))).not.toThrow();
});

test.each<[string, Partial<FitOptions>, Partial<FitOptions>?]>([
  ["another model than the checkpoint's.", { spec: toySpec({ units: 13 }) }],
  [
    'another optimizer than the checkpoint\'s: it was {"type":"adam"}, received {"type":"sgd"}.',
    { optimizer: { type: 'sgd' } },
  ],
  ["another learning rate than the checkpoint's: it was 0.001, received 0.01.", { learningRate: 0.01 }],
  ["another schedule than the checkpoint's", { schedule: { type: 'cosine' } }],
  ["another batch size than the checkpoint's: it was 32, received 16.", { batchSize: 16 }],
  ["another seed than the checkpoint's: it was 0, received 1.", { seed: 1 }],
  ["another monitor than the checkpoint's", { monitor: 'validationAccuracy' }],
  ['another training set than the checkpoint\'s: it was {"examples":40', { train: toyExamples(41, 1) }],
  ["another training set than the checkpoint's", { train: noiseExamples(40, 1) }],
  [
    "another validation set than the checkpoint's",
    { validation: undefined, monitor: 'trainLoss' },
    { monitor: 'trainLoss' },
  ],
  [
    "another number of epochs than the checkpoint's: it was 3, received 5.",
    { epochs: 5, schedule: { type: 'cosine' } },
    { epochs: 3, schedule: { type: 'cosine' } },
  ],
])('Cannot resume with %s', (message, now, before) => {
  expect(() => checkTrainingConfig(stored(before), recipe(now))).toThrow(TrainingError);
  expect(() => checkTrainingConfig(stored(before), recipe(now))).toThrow(`Cannot resume with ${message}`);
});

test('a checkpoint without a recipe is refused', () => {
  expect(() => checkTrainingConfig(undefined as unknown as TrainingConfig, recipe())).toThrow(TrainingError);
});
