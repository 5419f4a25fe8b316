import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Generator } from '@rnnlab/shared';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { streamSpec, toyStream } from '../../test/stream.js';
import { bits, toyExamples, toySpec } from '../../test/toy.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { RunDirectory } from '../checkpoints/run-directory.js';
import { onnxruntime, type TrainingState } from '../index.js';
import { type FitResult, fit } from './fit.js';
import type { FitOptions } from './options.js';

const options: FitOptions = {
  spec: streamSpec({ dropout: 0.2 }),
  train: toyStream(900, 1),
  validation: toyStream(200, 2),
  optimizer: { type: 'adam', clipNorm: 1 },
  schedule: { type: 'cosine', warmup: 0.1 },
  ...{ batchSize: 4, epochs: 3, learningRate: 0.02, seed: 3, engine: onnxruntime({ threads: 1 }) },
};

let folder: string;
let whole: FitResult;
const looks: string[] = [];
beforeAll(async () => {
  whole = await fit({
    ...options,
    parametersEvery: 10,
    onParameters: (parameters, { epoch, step }) => void looks.push(`${epoch} ${step} ${bits(parameters)}`),
  });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const allBits = ({ parameters, slots, carried = [] }: TrainingState) =>
  [parameters, ...slots, ...carried.map(({ data }) => data)].map(bits);

function expectTheSame(result: FitResult): void {
  expect(result.history).toEqual(whole.history);
  expect(bits(result.parameters)).toEqual(bits(whole.parameters));
  expect(allBits(result.checkpoint.state)).toEqual(allBits(whole.checkpoint.state));
  expect(result.checkpoint).toEqual(whole.checkpoint);
}

test('a token stream is learned, with recurrent states that are carried from window to window', () => {
  const [first, , last] = whole.history;
  expect(last!.validationLoss).toBeLessThan(first!.validationLoss! - 0.05);
  // Three states of four rows: of an LSTM two, of a GRU one.
  expect(whole.checkpoint.state.carried!.map(({ dims }) => dims)).toEqual([
    [4, 8],
    [4, 8],
    [4, 6],
  ]);
});

test.each([1, 2, 3])(
  'a training interrupted again and again ends like one that was not (%i)',
  async (seed) => {
    const random = new Generator(seed);
    const run = await RunDirectory.create(folder, {});
    let resume: Checkpoint | undefined;
    let middles = 0;
    for (;;) {
      const abort = new AbortController();
      let calls = Math.floor(random.uniform() * 5);
      const result = await fit({
        ...options,
        resume,
        // Short calls of the engine, so that there are many steps to stop at.
        parametersEvery: 3,
        signal: abort.signal,
        onProgress: () => void (calls-- === 0 && abort.abort()),
        onCheckpoint: (checkpoint) => run.save(options.spec, checkpoint),
      });
      if (result.stopped === 'finished') {
        expectTheSame(result);
        break;
      }
      resume = await run.restore(options.spec);
      expect(resume).toEqual(result.checkpoint);
      if (resume.progress.batches > 0) middles++;
    }
    expect(middles).toBeGreaterThan(2);
  },
);

test('the parameters are shown every so many steps and after each epoch, also from the middle', async () => {
  const steps = whole.history.map(({ step }) => step);
  const expected = [10, 20, 30, 40, 50, 60, 70, 80, 90].filter((step) => step <= steps[2]!);
  expect(looks.map((look) => Number(look.split(' ')[1]))).toEqual(
    [...new Set([...expected, ...steps])].sort((a, b) => a - b),
  );
  const again: string[] = [];
  const abort = new AbortController();
  const look = {
    parametersEvery: 10,
    onParameters: (parameters: Float32Array, { epoch, step }: { epoch: number; step: number }) => {
      again.push(`${epoch} ${step} ${bits(parameters)}`);
      if (step === 50) abort.abort();
    },
  };
  const { checkpoint } = await fit({ ...options, ...look, signal: abort.signal });
  await fit({ ...options, ...look, resume: checkpoint });
  expect(again).toEqual(looks);
});

test.each<[string, FitOptions]>([
  ['a stream', { ...options, validation: undefined }],
  [
    'examples',
    {
      spec: toySpec(),
      train: toyExamples(60, 1),
      batchSize: 8,
      engine: onnxruntime({ threads: 1 }),
      epochs: 2,
    },
  ],
])('another phase has another learning rate and schedule, and the history records it: %s', async (_, of) => {
  const first = await fit({ ...of, epochs: 2 });
  const phase: FitOptions = {
    ...of,
    ...{ learningRate: 0.001, schedule: { type: 'step', factor: 0.1 }, epochs: 2, newPhase: true },
  };
  const second = await fit({ ...phase, resume: first.checkpoint });
  expect(second.history.slice(0, 2)).toEqual(first.history);
  const rest = second.history.slice(2).map(({ epoch, phase, learningRate }) => [epoch, phase, learningRate]);
  expect(rest).toEqual([
    [3, 2, expect.closeTo(0.001, 12)],
    [4, 2, expect.closeTo(0.0001, 12)],
  ]);
  expect(second.checkpoint.state.parameters).not.toEqual(first.checkpoint.state.parameters);

  // Interrupted in the middle, it resumes within the phase.
  const abort = new AbortController();
  const interrupted = await fit({
    ...phase,
    resume: first.checkpoint,
    parametersEvery: 1,
    signal: abort.signal,
    onProgress: ({ epoch, batches }) => void (epoch === 4 && batches >= 2 && abort.abort()),
  });
  expect(interrupted.stopped).toBe('interrupted');
  const resumed = await fit({ ...phase, newPhase: false, resume: interrupted.checkpoint });
  expect(resumed.checkpoint).toEqual(second.checkpoint);
});

test('a phase with another monitor finds its own best epoch', async () => {
  const phase: FitOptions = { ...options, resume: whole.checkpoint, newPhase: true, epochs: 2 };
  const { bestEpoch, history } = await fit({ ...phase, monitor: 'validationAccuracy' });
  const [fourth, fifth] = history.slice(3).map(({ validationAccuracy }) => validationAccuracy!);
  expect(bestEpoch).toBe(fifth! > fourth! ? 5 : 4);
});

test('a phase needs a checkpoint to resume, and starts from its parameters', async () => {
  await expect(fit({ ...options, newPhase: true })).rejects.toThrow(
    'fit: newPhase needs a checkpoint in resume, received none.',
  );
  const other = { ...options, resume: whole.checkpoint, newPhase: true };
  await expect(fit({ ...other, batchSize: 5 })).rejects.toThrow('Cannot resume with another batch');
  await expect(fit({ ...other, train: toyStream(900, 1, 8) })).rejects.toThrow(
    'Cannot resume with another training set',
  );
});

test('token streams and examples do not mix', async () => {
  await expect(fit({ ...options, validation: toyExamples(3, 1) })).rejects.toThrow(
    'fit: train and validation must both be token streams, or neither.',
  );
});
