import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Generator } from '@rnnlab/shared';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bits, toyExamples, toySpec } from '../../test/toy.js';
import { tokenDropout } from '../augmentation.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { RunDirectory } from '../checkpoints/run-directory.js';
import { TrainingError } from '../errors.js';
import { onnxruntime } from '../index.js';
import { type FitResult, fit } from './fit.js';
import type { FitOptions } from './options.js';

const options: FitOptions = {
  spec: toySpec({ dropout: 0.3 }),
  train: toyExamples(205, 1),
  validation: toyExamples(40, 2),
  augmentation: tokenDropout({ rate: 0.2, id: 9 }),
  optimizer: { type: 'adam', clipNorm: 1 },
  schedule: { type: 'cosine', warmup: 0.2 },
  ...{ batchSize: 8, epochs: 4, learningRate: 0.02, seed: 3, engine: onnxruntime({ threads: 1 }) },
};

let folder: string;
let whole: FitResult;
beforeAll(async () => {
  whole = await fit(options);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function expectTheSame(result: FitResult): void {
  expect(result.stopped).toBe('finished');
  expect(result.history).toEqual(whole.history);
  expect(result.bestEpoch).toBe(whole.bestEpoch);
  expect(bits(result.parameters)).toEqual(bits(whole.parameters));
  const states = [result, whole].map(({ checkpoint: { state } }) =>
    [state.parameters, ...state.slots].map(bits),
  );
  expect(states[0]).toEqual(states[1]);
  expect(result.checkpoint).toEqual(whole.checkpoint);
}

test.each([1, 2, 3, 4, 5])(
  'a training interrupted again and again ends like an uninterrupted one (%i)',
  async (seed) => {
    const random = new Generator(seed);
    const run = await RunDirectory.create(folder, {});
    let resume: Checkpoint | undefined;
    let parts = 0;
    let middles = 0;
    for (;;) {
      const abort = new AbortController();
      let calls = Math.floor(random.uniform() * 16);
      const result = await fit({
        ...options,
        resume,
        signal: abort.signal,
        onProgress: () => void (calls-- === 0 && abort.abort()),
        onCheckpoint: (checkpoint) => run.save(options.spec, checkpoint),
      });
      parts++;
      if (result.stopped === 'finished') {
        expectTheSame(result);
        break;
      }
      expect(result.stopped).toBe('interrupted');
      resume = await run.restore(options.spec);
      expect(resume).toEqual(result.checkpoint);
      if (resume.progress.batches > 0) middles++;
    }
    expect(parts).toBeGreaterThan(2);
    expect(middles).toBeGreaterThan(0);
  },
);

test('a training interrupted between two epochs does too', async () => {
  const abort = new AbortController();
  const first = await fit({
    ...options,
    signal: abort.signal,
    onEpoch: ({ epoch }) => void (epoch === 2 && abort.abort()),
  });
  expect(first.checkpoint.progress).toMatchObject({ epoch: 2, batches: 0 });
  expect(first.history).toHaveLength(2);
  expectTheSame(await fit({ ...options, resume: first.checkpoint }));
});

test('a training interrupted before its first step does too', async () => {
  const first = await fit({ ...options, signal: AbortSignal.abort() });
  expect(first).toMatchObject({ stopped: 'interrupted', history: [], bestEpoch: 0 });
  expectTheSame(await fit({ ...options, resume: first.checkpoint }));
});

test('any checkpoint on the way will do, and none is made between the last step and the record of an epoch', async () => {
  // A clock on which half a minute passes between any two looks.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 31_000;
    return now;
  });
  const checkpoints: Checkpoint[] = [];
  const result = await fit({ ...options, onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint) });
  expectTheSame(result);
  vi.restoreAllMocks();
  // At the start; of 26 steps of each epoch all but the last, and the epoch; at the end.
  expect(checkpoints).toHaveLength(1 + 4 * 26 + 1);
  expect(checkpoints.some(({ progress }) => progress.batches === 26)).toBe(false);
  for (const k of [0, 1, 25, 26, 40, 52, 104, 105]) {
    expectTheSame(await fit({ ...options, resume: checkpoints[k] }));
  }
});

test('a resumed training logs the same as the rest of an uninterrupted one', async () => {
  const log = async (resume?: Checkpoint, stopAt?: number) => {
    const lines: object[] = [];
    const abort = new AbortController();
    const { checkpoint } = await fit({
      ...options,
      resume,
      signal: abort.signal,
      onProgress: ({ epoch, batches }) => void (epoch === 2 && batches >= (stopAt ?? 99) && abort.abort()),
      onSteps: (record) => void lines.push(record),
      onEpoch: (record) => void lines.push(record),
    });
    return { lines, checkpoint };
  };
  const all = await log();
  const first = await log(undefined, 11);
  const second = await log(first.checkpoint);
  expect([...first.lines, ...second.lines]).toEqual(all.lines);
});

test('a finished training that is resumed is finished', async () => {
  const seen: string[] = [];
  expectTheSame(await fit({ ...options, resume: whole.checkpoint, onEpoch: () => void seen.push('epoch') }));
  expect(seen).toEqual([]);
});

test('a training that stopped early stays stopped', async () => {
  const early: FitOptions = {
    ...options,
    schedule: undefined,
    learningRate: 1e-12,
    monitor: 'validationAccuracy',
    patience: 1,
  };
  const first = await fit(early);
  expect(first.stopped).toBe('early');
  const again = await fit({ ...early, resume: first.checkpoint });
  expect(again).toMatchObject({ stopped: 'early', bestEpoch: first.bestEpoch, history: first.history });
});

test('with a constant learning rate, more epochs are the same as if they had been requested at once', async () => {
  const constant = { ...options, schedule: undefined };
  const first = await fit({ ...constant, epochs: 1 });
  const more = await fit({ ...constant, epochs: 3, resume: first.checkpoint });
  const once = await fit({ ...constant, epochs: 3 });
  expect(more.history).toEqual(once.history);
  expect(bits(more.checkpoint.state.parameters)).toEqual(bits(once.checkpoint.state.parameters));
});

test('a checkpoint is not changed by a training that resumes it', async () => {
  const abort = new AbortController();
  const { checkpoint } = await fit({ ...options, signal: abort.signal, onEpoch: () => abort.abort() });
  const copy = structuredClone(checkpoint);
  await fit({ ...options, resume: checkpoint });
  expect(checkpoint).toEqual(copy);
});

test.each<[string, Partial<FitOptions>]>([
  ['model', { spec: toySpec() }],
  ['batch size', { batchSize: 16 }],
  ['training set', { train: toyExamples(204, 1) }],
  ['optimizer', { optimizer: { type: 'sgd' } }],
  ['augmentation', { augmentation: undefined }],
  ['augmentation', { augmentation: tokenDropout({ rate: 0.3, id: 9 }) }],
])('a checkpoint of another %s is refused', async (name, change) => {
  const attempt = fit({ ...options, ...change, resume: whole.checkpoint });
  await expect(attempt).rejects.toThrow(TrainingError);
  await expect(attempt).rejects.toThrow(`Cannot resume with another ${name} than the checkpoint's`);
});
