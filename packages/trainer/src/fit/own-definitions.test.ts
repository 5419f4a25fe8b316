import { parametersOf } from '@rnnlab/models';
import { exportModel, inferenceModel } from '@rnnlab/onnx';
import { beforeAll, expect, test } from 'vitest';
import '../../test/own/definitions.mjs';
import { examples, LABELS, loss, metrics, options, spec } from '../../test/own/training.mjs';
import { bits } from '../../test/toy.js';
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoints/checkpoint.js';
import { evaluate } from '../evaluate.js';
import { onnxruntime, web } from '../index.js';
import { defineSchedule } from '../learning-rate-schedules.js';
import { type FitResult, fit } from './fit.js';

const BALANCED = 'mine/balanced-accuracy';
const engine = onnxruntime({ threads: 1 });
let whole: FitResult;

beforeAll(async () => {
  whole = await fit({ ...options, engine });
});

test('a cell, a layer, a loss, an optimizer, a schedule and a metric of a user’s train in the worker', () => {
  const { history, bestEpoch, checkpoint } = whole;
  expect(history).toHaveLength(6);
  const values = history.map(({ validationMetrics }) => validationMetrics![BALANCED]!);
  expect(values[0]).toBeLessThan(0.6);
  expect(values.at(-1)).toBeGreaterThan(0.85);
  expect(bestEpoch).toBe(1 + values.indexOf(Math.max(...values)));
  const rates = history.map(({ learningRate }) => learningRate);
  expect(rates.indexOf(Math.max(...rates))).toBe(1);
  expect(rates.at(-1)).toBeLessThan(0.0002);
  expect(checkpoint.state.slots).toHaveLength(1);
  expect(checkpoint.recipe).toMatchObject({ monitor: BALANCED, metric: { type: BALANCED, adjusted: true } });
});

test('interrupted, stored and resumed they end with the same bits', async () => {
  const abort = new AbortController();
  const { checkpoint, stopped } = await fit({
    ...options,
    ...{ engine, signal: abort.signal, parametersEvery: 1 },
    onParameters: (_, { epoch, step }) => void (epoch === 3 && step % 10 === 4 && abort.abort()),
  });
  expect(stopped).toBe('interrupted');
  expect(checkpoint.progress.batches).toBeGreaterThan(0);
  const resume = decodeCheckpoint(spec, encodeCheckpoint(spec, checkpoint));
  const resumed = await fit({ ...options, engine, resume });
  expect(resumed.history).toEqual(whole.history);
  expect(bits(resumed.parameters)).toEqual(bits(whole.parameters));
  expect(resumed.checkpoint).toEqual(whole.checkpoint);
});

test('data-parallel and in WebAssembly they train as well, up to rounding', async () => {
  for (const other of [onnxruntime({ threads: 2 }), web()]) {
    const { history } = await fit({ ...options, engine: other, epochs: 6 });
    const first = Math.abs(history[0]!.trainLoss - whole.history[0]!.trainLoss);
    expect(first).toBeLessThan(1e-3);
    expect(history.at(-1)!.validationMetrics![BALANCED]).toBeGreaterThan(0.85);
  }
});

test('they are scored and exported', async () => {
  const model = await engine.compile(spec, { type: 'sgd' }, { loss });
  await model.setState({ parameters: whole.parameters, slots: [] });
  const scores = await evaluate(model, examples(120, 2), { metrics });
  await model.dispose();
  expect(scores.metrics![BALANCED]).toBe(whole.history[whole.bestEpoch - 1]!.validationMetrics![BALANCED]);
  const bytes = exportModel({ spec, parameters: whole.parameters }, { loss, labels: LABELS });
  expect(bytes.length).toBeGreaterThan(4 * whole.parameters.length);
  expect(bytes.length).toBeGreaterThan(inferenceModel(spec, whole.parameters).length);
  expect(parametersOf(spec).at(-3)!.name).toBe('2.mine/attention-pool.score');
});

test('a checkpoint is not resumed with other options of them', async () => {
  const resume = whole.checkpoint;
  const again = (other: object) => fit({ ...options, engine, resume, ...other });
  await expect(again({ loss: { type: 'mine/focal', gamma: 2 } })).rejects.toThrow(
    'Cannot resume with another loss than the checkpoint\'s: it was {"gamma":1,"type":"mine/focal"}, received',
  );
  await expect(again({ metrics: [{ type: BALANCED }] })).rejects.toThrow(
    'Cannot resume with another monitored metric',
  );
  // How many epochs there are, this schedule depends on.
  await expect(again({ epochs: 7 })).rejects.toThrow('Cannot resume with another number of epochs');
  const layers = [...spec.layers];
  layers[2] = { type: 'mine/attention-pool', temperature: 2 };
  await expect(again({ spec: { ...spec, layers } })).rejects.toThrow('Cannot resume with another model');
});

test('a schedule that counts no steps allows more epochs', async () => {
  defineSchedule({
    ...{ type: 'mine/halves', title: 'Halves after each epoch', options: {}, countsSteps: false },
    schedule:
      () =>
      ({ history }) =>
        0.5 ** history.length,
  });
  const schedule = { type: 'mine/halves' } as const;
  const short = await fit({ ...options, engine, schedule, epochs: 1 });
  const longer = await fit({ ...options, engine, schedule, epochs: 2, resume: short.checkpoint });
  const direct = await fit({ ...options, engine, schedule, epochs: 2 });
  expect(longer.history.map(({ learningRate }) => learningRate)).toEqual([0.006, 0.003]);
  expect(bits(longer.checkpoint.state.parameters)).toEqual(bits(direct.checkpoint.state.parameters));
});

test('another phase with another option of the metric finds its own best epoch', async () => {
  const phase = { ...options, engine, resume: whole.checkpoint, newPhase: true, epochs: 1 };
  const { bestEpoch, history } = await fit({ ...phase, metrics: [{ type: BALANCED }] });
  expect(history).toHaveLength(7);
  expect(bestEpoch).toBe(7);
});

test.each<[object, string]>([
  [
    { spec: { ...spec, layers: [{ type: 'mine/other' }] } },
    'Layer 0: There is no layer "mine/other": it is not one of RNNLab\'s, and defineLayer was not called for it in this process.',
  ],
  [
    { loss: { type: 'mine/other' } },
    'There is no loss "mine/other": it is not one of RNNLab\'s, and defineLoss',
  ],
  [{ optimizer: { type: 'mine/other' } }, 'There is no optimizer "mine/other": it is not one of RNNLab\'s'],
  [{ schedule: { type: 'mine/other' } }, 'There is no schedule "mine/other": it is not one of RNNLab\'s'],
  [
    { metrics: [{ type: 'mine/other' }], monitor: 'validationLoss' },
    'fit: There is no metric "mine/other": it is not one of RNNLab\'s, and defineMetric was not called',
  ],
  [{ schedule: { type: 'mine/triangle', peak: 1 } }, 'The schedule (mine/triangle): peak must be a number'],
])('what a process does not know is named: %j', async (other, sentence) => {
  await expect(fit({ ...options, engine, ...other })).rejects.toThrow(sentence);
});
