import { parameterCount, SpecError } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { bits, noiseExamples, toyExamples, toySpec, toySteps, toyStepsSpec } from '../../test/toy.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import type { Examples } from '../data/examples.js';
import type { Run } from '../engines/engine.js';
import { DivergenceError } from '../errors.js';
import { evaluate } from '../evaluate.js';
import { type Engine, onnxruntime } from '../index.js';
import { fit } from './fit.js';
import type { EpochRecord, ProgressReport, StepRecord } from './history.js';
import type { FitOptions } from './options.js';

const engine = onnxruntime({ threads: 1 });
const train = toyExamples(200, 1);
const validation = toyExamples(60, 2);
const options: FitOptions = {
  spec: toySpec(),
  train,
  validation,
  batchSize: 16,
  epochs: 3,
  learningRate: 0.01,
  engine,
};

/** An engine that notes the runs it is given. */
function noting(runs: Run[]): Engine {
  return {
    ...engine,
    async compile(spec, optimizer) {
      const model = await engine.compile(spec, optimizer);
      return {
        ...model,
        train(run) {
          runs.push(run);
          return model.train(run);
        },
      };
    },
  };
}

const finite = (checkpoint: Checkpoint): boolean =>
  [checkpoint.state.parameters, ...checkpoint.state.slots].every((vector) => vector.every(Number.isFinite));

test('the model learns', async () => {
  const { history, parameters, stopped, bestEpoch } = await fit({
    ...options,
    epochs: 30,
    schedule: { type: 'cosine', warmup: 0.1 },
  });
  expect(stopped).toBe('finished');
  expect(history).toHaveLength(30);
  expect(parameters).toHaveLength(parameterCount(toySpec()));
  expect(history[bestEpoch - 1]!.validationAccuracy).toBeGreaterThan(0.95);
});

test('the same seed gives the same history and weights, bit for bit; another seed does not', async () => {
  const spec = toySpec({ dropout: 0.3 });
  const [first, same, other] = [
    await fit({ ...options, spec, seed: 5 }),
    await fit({ ...options, spec, seed: 5 }),
    await fit({ ...options, spec, seed: 6 }),
  ];
  expect(same.history).toEqual(first.history);
  expect(bits(same.parameters)).toEqual(bits(first.parameters));
  expect(same.checkpoint).toEqual(first.checkpoint);
  expect(other.history).not.toEqual(first.history);
  expect(bits(other.parameters)).not.toEqual(bits(first.parameters));
});

test('a record has the step, the learning rate and the scores of its epoch', async () => {
  const { history } = await fit({ ...options, schedule: { type: 'cosine', floor: 0.5 } });
  expect(history.map(({ epoch, step }) => [epoch, step])).toEqual([
    [1, 13],
    [2, 26],
    [3, 39],
  ]);
  const rates = history.map(({ learningRate }) => learningRate);
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
  expect(rates[2]).toBeGreaterThan(0.005);
  for (const record of history) {
    for (const value of Object.values(record)) expect(value).toBeTypeOf('number');
    expect(record.validationAccuracy! * 60).toBeCloseTo(Math.round(record.validationAccuracy! * 60), 9);
  }
});

test('every example is trained on once in an epoch, whatever the buckets', async () => {
  const runs: Run[] = [];
  const of = toySteps(101, 3);
  await fit({
    ...options,
    spec: toyStepsSpec(),
    train: of,
    validation: undefined,
    epochs: 1,
    batchSize: 8,
    engine: noting(runs),
  });
  const rows = (ids: ArrayLike<number>, lengths: ArrayLike<number>, steps: number): string[] =>
    Array.from({ length: lengths.length }, (_, row) =>
      Array.from(ids)
        .slice(row * steps, row * steps + lengths[row]!)
        .join(),
    );
  const trained = runs.flatMap(({ batches, shape }) =>
    batches.flatMap((batch) => rows(batch.ids!, batch.lengths!, shape.steps)),
  );
  const all = of.batch(
    Array.from({ length: 101 }, (_, k) => k),
    6,
  );
  expect(trained.sort()).toEqual(rows(all.ids!, all.lengths!, 6).sort());
  expect(runs.flatMap(({ step, batches }) => batches.map((_, k) => step + k))).toEqual(
    Array.from({ length: 13 }, (_, k) => k),
  );
});

test('callbacks come in order, and are waited for', async () => {
  const events: string[] = [];
  const later = async (event: string): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    events.push(event);
  };
  const steps: StepRecord[] = [];
  const records: EpochRecord[] = [];
  const reports: ProgressReport[] = [];
  const { history } = await fit({
    ...options,
    epochs: 2,
    onProgress: (report) => reports.push(report),
    onSteps: (record) => {
      steps.push(record);
      return later('steps');
    },
    onEpoch: (record) => {
      records.push(record);
      return later('epoch');
    },
    onCheckpoint: ({ progress }) => later(`checkpoint ${progress.epoch}`),
  });
  const epoch = (k: number): string[] => [...Array<string>(13).fill('steps'), 'epoch', `checkpoint ${k}`];
  expect(events).toEqual(['checkpoint 0', ...epoch(1), ...epoch(2), 'checkpoint 2']);
  expect(records).toEqual(history);
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 26 }, (_, k) => k + 1));
  expect(reports.at(-1)).toMatchObject({
    epoch: 2,
    epochs: 2,
    batches: 13,
    batchesPerEpoch: 13,
    examples: 400,
  });
  expect(reports.at(-1)!.loss).toBe(history[1]!.trainLoss);
});

test('log lines are means over the steps since the last one', async () => {
  const steps: StepRecord[] = [];
  const { history } = await fit({
    ...options,
    batchSize: 2,
    epochs: 1,
    onSteps: (record) => void steps.push(record),
  });
  expect(steps.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(steps.reduce((sum, { trainLoss }) => sum + trainLoss, 0) / 10).toBeCloseTo(history[0]!.trainLoss, 9);
});

test('early stopping restores the best weights', async () => {
  const noise = noiseExamples(60, 8);
  const result = await fit({
    ...options,
    train: noiseExamples(60, 7),
    validation: noise,
    epochs: 60,
    learningRate: 0.03,
    patience: 3,
  });
  expect(result.stopped).toBe('early');
  expect(result.history.length - result.bestEpoch).toBe(3);
  const model = await engine.compile(toySpec(), { type: 'sgd' });
  await model.setState({ parameters: result.parameters, slots: [] });
  const { loss } = await evaluate(model, noise);
  await model.dispose();
  expect(loss).toBe(Math.min(...result.history.map(({ validationLoss }) => validationLoss!)));
  expect(bits(result.parameters)).not.toEqual(bits(result.checkpoint.state.parameters));
});

test.each<[string, Partial<FitOptions>]>([
  ['in a step', { learningRate: 1e38, optimizer: { type: 'sgd' } }],
  ['in a step of Adam', { learningRate: 1e38 }],
  ['in the last update of an epoch', { learningRate: 1e39, batchSize: 1000, validation: undefined }],
  ['in validation', { learningRate: 1e39, batchSize: 1000 }],
])('a training that diverges %s is refused, and its last checkpoint is finite', async (_, wrong) => {
  const checkpoints: Checkpoint[] = [];
  const attempt = fit({
    ...options,
    epochs: 20,
    ...wrong,
    onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
  });
  const error: unknown = await attempt.catch((error) => error);
  expect(error).toBeInstanceOf(DivergenceError);
  expect((error as Error).message).toMatch(/^[^\n]+ at step \d+ with a learning rate of 1e\+3\d: try .*\.$/);
  expect((error as DivergenceError).step).toBeGreaterThan(0);
  expect(checkpoints.length).toBeGreaterThan(0);
  expect(checkpoints.every(finite)).toBe(true);
});

test('a batch larger than the training set is the whole set', async () => {
  const runs: Run[] = [];
  const { history } = await fit({ ...options, batchSize: 1000, engine: noting(runs) });
  expect(history.map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(runs.every(({ shape }) => shape.batch === 200)).toBe(true);
});

test.each<[string, Examples]>([
  ['one example', toyExamples(1, 1)],
  ['as many examples as a batch has', toyExamples(16, 1)],
  ['one more', toyExamples(17, 1)],
])('trains on %s', async (_, few) => {
  const { history } = await fit({ ...options, train: few });
  expect(history).toHaveLength(3);
  expect(history[2]!.step).toBe(3 * Math.ceil(few.length / 16));
});

test('no epochs give the initial weights', async () => {
  const result = await fit({ ...options, epochs: 0 });
  expect(result).toMatchObject({ history: [], bestEpoch: 0, stopped: 'finished' });
  expect(bits(result.parameters)).toEqual(bits(result.checkpoint.state.parameters));
  expect(result.parameters.some((value) => value !== 0)).toBe(true);
});

test('an empty validation set is none: the best epoch is by training loss', async () => {
  const result = await fit({ ...options, validation: toyExamples(0, 1) });
  expect(result.history.every((record) => !('validationLoss' in record))).toBe(true);
  const losses = result.history.map(({ trainLoss }) => trainLoss);
  expect(result.bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
});

test('the best epoch may be by validation accuracy', async () => {
  const { history, bestEpoch } = await fit({ ...options, epochs: 6, monitor: 'validationAccuracy' });
  const accuracies = history.map(({ validationAccuracy }) => validationAccuracy!);
  expect(bestEpoch).toBe(1 + accuracies.indexOf(Math.max(...accuracies)));
});

test('a model that cannot be built is a SpecError', async () => {
  const spec = { ...toySpec(), layers: [] };
  await expect(fit({ ...options, spec })).rejects.toThrow(SpecError);
});

test('an error of a callback ends the training and disposes its model', async () => {
  let disposed = 0;
  const watched: Engine = {
    ...engine,
    async compile(spec, optimizer) {
      const model = await engine.compile(spec, optimizer);
      const dispose = (): Promise<void> => {
        disposed++;
        return model.dispose();
      };
      return { ...model, dispose };
    },
  };
  const onEpoch = (): never => {
    throw new Error('stop here');
  };
  await expect(fit({ ...options, engine: watched, onEpoch })).rejects.toThrow('stop here');
  expect(disposed).toBe(1);
});

test('a class that the model does not have is refused', async () => {
  const spec = {
    ...toySpec(),
    layers: [...toySpec().layers.slice(0, -1), { type: 'dense' as const, units: 2 }],
  };
  await expect(fit({ ...options, spec })).rejects.toThrow(
    'A target is 2, expected a whole number from 0 to 1 of 2 classes.',
  );
});

test('a metric is computed after each epoch, and may decide which epoch is the best', async () => {
  const { history, bestEpoch } = await fit({
    ...{ spec: toySpec(), train: toyExamples(60, 1), validation: toyExamples(60, 2), epochs: 4 },
    metrics: [{ type: 'macro-f1' }],
    monitor: 'macro-f1',
  });
  const values = history.map(({ validationMetrics }) => validationMetrics!['macro-f1']!);
  expect(values).toHaveLength(4);
  expect(bestEpoch).toBe(1 + values.indexOf(Math.max(...values)));
});

test.each([
  [{ metrics: [{ type: 'macro-f2' }] }, 'fit: There is no metric "macro-f2"; the nearest is "macro-f1".'],
  [{ metrics: [{ type: 'macro-f1' }, { type: 'macro-f1' }] }, 'fit: metrics must be a list of metrics'],
  [
    { monitor: 'macro-f1' },
    'fit: monitor must be one of validationLoss, validationAccuracy, trainLoss, received',
  ],
])('bad metrics are refused: %j', async (options, sentence) => {
  await expect(
    fit({ spec: toySpec(), train: toyExamples(9, 1), validation: toyExamples(9, 2), ...(options as object) }),
  ).rejects.toThrow(sentence);
});
