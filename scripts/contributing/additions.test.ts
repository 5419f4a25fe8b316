// Uses what additions.mjs adds. It runs, and its types are checked, only in the copy that check-contributing.mjs makes.
// biome-ignore-all lint/suspicious/noFocusedTests: fit trains a model.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetNames, loadDataset } from '@rnnlab/datasets';
import { loadModel } from '@rnnlab/inference';
import { changeSettings, describeRecipe, recipeOf, recipes, trainRecipe } from '@rnnlab/lab';
import { meanAbsoluteError } from '@rnnlab/metrics';
import {
  initialize,
  layers,
  modelSpecSchema,
  presets,
  resolveModel,
  sequenceClassifier,
} from '@rnnlab/models';
import { exportModel, optimizerOf } from '@rnnlab/onnx';
import { gauge } from '@rnnlab/plotting';
import { tfjs } from '@rnnlab/tfjs';
import { featureExamples, fit, onnxruntime, scheduleOf, tokenExamples } from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { examplesOf, expectComments } from '../../shared/test/examples.js';

const folder = await mkdtemp(join(tmpdir(), 'rnnlab-additions-'));
const engine = onnxruntime({ threads: 1 });

/** Sequences of tokens from 1 to 6, labeled by the parity of the last one. */
const ids = Array.from({ length: 64 }, (_, k) => [1 + (k % 3), 1 + (k % 6)]);
const train = tokenExamples({ ids, targets: ids.map((sequence) => sequence[1]! % 2) });

test('the dataset loads', async () => {
  expect(datasetNames).toContain('even-numbers');
  const data = await loadDataset('even-numbers');
  expect(data.length).toBe(400);
  expect(data.at(3)).toEqual({ text: '3', label: 'odd' });
});

test('a spec with the cell resolves; it trains, with its gradient derived, and is exported', async () => {
  const spec = sequenceClassifier({ vocabulary: 7, classes: 2, cell: 'leaky', units: 6 });
  expect(resolveModel(spec).parameters.map(({ name }) => name)).toContain(
    '1.recurrent.0.forward.recurrentKernel',
  );
  const { history, parameters } = await fit({ spec, train, engine, learningRate: 0.05, epochs: 8 });
  expect(history.at(-1)!.trainLoss).toBeLessThan(history[0]!.trainLoss / 2);
  const model = await loadModel(exportModel({ spec, parameters }, { labels: ['even', 'odd'] }), {
    input: 'tokens',
  });
  const [prediction] = await model.predict([[2, 5]]);
  expect(prediction?.classes[0]?.label).toBe('odd');
  await model.close();
  expect(changeSettings(recipeOf('names'), ['model.cell=leaky']).model).toMatchObject({ cell: 'leaky' });
  expect(JSON.stringify(modelSpecSchema())).toContain('"leaky"');
});

test('the layer computes, with the loss and the optimizer, alike in ONNX and in TensorFlow.js', async () => {
  expect(layers.scale.options.start.default).toBe(1);
  const spec = {
    input: { type: 'vector' as const, features: 2 },
    layers: [
      { type: 'scale' as const, start: 3 },
      { type: 'dense' as const, units: 1 },
    ],
  };
  expect([...initialize(spec, Math.random)].slice(0, 2)).toEqual([3, 3]);
  const rows = Array.from({ length: 32 }, (_, k) => [(k % 5) / 5, (k % 7) / 7]);
  const numbers = featureExamples({
    data: Float32Array.from(rows.flat()),
    name: 'features',
    targets: rows.map(([a, b]) => [2 * a! - b!]),
  });
  const lossOf = async (on: typeof engine) => {
    const loss = { type: 'mean-absolute-error' } as const;
    const optimizer = { type: 'normalized', norm: 1e-3 } as const;
    const { history } = await fit({
      spec,
      train: numbers,
      loss,
      optimizer,
      engine: on,
      learningRate: 0.05,
      epochs: 8,
    });
    return history.map(({ trainLoss }) => trainLoss);
  };
  const losses = await lossOf(engine);
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  const others = await lossOf(tfjs({ backend: 'cpu' }));
  losses.forEach((loss, k) => {
    expect(others[k]).toBeCloseTo(loss, 4);
  });
  expect(optimizerOf({ type: 'normalized' }).slots).toBe(0);
});

test('the schedule gives a factor', () => {
  const position = { steps: 10, stepsPerEpoch: 5, history: [] };
  expect(scheduleOf({ type: 'linear' })({ ...position, step: 4 })).toBeCloseTo(0.6);
});

test('the metrics compute', async () => {
  const metric = meanAbsoluteError();
  metric.update([1, 2], [1.5, 1]);
  expect(metric.compute()).toBe(0.75);
  const spec = sequenceClassifier({ vocabulary: 7, classes: 2, units: 4 });
  const metrics = [{ type: 'share-of-first' }] as const;
  const { history } = await fit({ spec, train, validation: train, metrics, engine, epochs: 1 });
  expect(history[0]!.validationMetrics?.['share-of-first']).toBeGreaterThanOrEqual(0);
});

test('the figure draws an SVG', () => {
  expect(gauge({ title: 'Done', share: 0.5 })).toMatch(/^<svg [^>]*>.*width="100".*<\/svg>$/);
  expect(() => gauge({ title: 'Done', share: 0.5, width: 3 })).toThrow(/width/);
});

test('the recipe is listed, its settings are checked, and it trains the preset on the dataset', async () => {
  expect(Object.keys(presets)).toContain('last-token');
  expect(Object.keys(recipes)).toContain('even-numbers');
  const { settings, choices } = describeRecipe('even-numbers');
  const values = Object.fromEntries(settings.map(({ key, value }) => [key, value]));
  expect(values).toMatchObject({ 'dataset.type': 'even-numbers', 'model.embedding': '4', epochs: '10' });
  expect(choices.map(({ kind }) => kind)).toContain('normalized');
  await expect(trainRecipe('even-numbers', { settings: ['model.embeding=3'] })).rejects.toThrow(
    /nearest is "model.embedding"/,
  );
  await expect(trainRecipe('even-numbers', { settings: ['model.embedding=0'] })).rejects.toThrow(
    /model.embedding must be a whole number of at least 1/,
  );
  const run = await trainRecipe('even-numbers', { out: join(folder, 'run'), engine, threads: 1 });
  expect((await run.result()).test.accuracy).toBe(1);
  await rm(folder, { recursive: true });
});

test('the examples of CONTRIBUTING run', async () => {
  const examples = examplesOf(await readFile(new URL('../../../CONTRIBUTING.md', import.meta.url), 'utf8'));
  expect(examples).toHaveLength(1);
  await expectComments(examples);
});
