import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetStream, epochs } from '@rnnlab/datasets';
import { Generator, hasCode } from '@rnnlab/shared';
import { afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { bits, toyExamples, toySequences, toySpec } from '../../test/toy.js';
import { runScript } from '../../test/without-peers.js';
import { tokenDropout } from '../augmentation.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { RunDirectory } from '../checkpoints/run-directory.js';
import { evaluate } from '../evaluate.js';
import { onnxruntime } from '../index.js';
import { type FitResult, fit } from './fit.js';
import type { FitOptions } from './options.js';

const engine = onnxruntime({ threads: 1 });
const sequences = toySequences(205, 1);
const stream = DatasetStream.from(() => sequences);

/** Shuffled another way in each pass, without end: 26 batches are not one pass of 205 examples in batches of 8. */
const endless = epochs((epoch) => stream.shuffle({ seed: epoch, buffer: 50 }));

const options: FitOptions = {
  spec: toySpec({ dropout: 0.3 }),
  train: stream.shuffle({ seed: 4, buffer: 50 }),
  validation: DatasetStream.from(() => toySequences(40, 2)),
  augmentation: tokenDropout({ rate: 0.2, id: 9 }),
  optimizer: { type: 'adam', clipNorm: 1 },
  ...{ batchSize: 8, epochs: 3, learningRate: 0.02, seed: 3, engine },
};
const counted: FitOptions = {
  ...options,
  train: endless,
  stepsPerEpoch: 20,
  schedule: { type: 'cosine', warmup: 0.2 },
};

let folder: string;
let wholes: Record<'pass' | 'counted', FitResult>;
beforeAll(async () => {
  wholes = { pass: await fit(options), counted: await fit(counted) };
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function expectTheSame(result: FitResult, whole: FitResult): void {
  expect(result.history).toEqual(whole.history);
  expect(bits(result.parameters)).toEqual(bits(whole.parameters));
  const [a, b] = [result, whole].map(({ checkpoint: { state } }) =>
    [state.parameters, ...state.slots].map(bits),
  );
  expect(a).toEqual(b);
  expect(result.checkpoint).toEqual(whole.checkpoint);
}

test('the steps are those of the same batches in memory, bit for bit', async () => {
  const { spec, optimizer } = options;
  const { checkpoint } = await fit({
    spec,
    optimizer,
    train: stream,
    batchSize: 8,
    epochs: 2,
    seed: 5,
    engine,
  });
  const examples = toyExamples(205, 1);
  const model = await engine.compile(spec, optimizer!);
  const generator = new Generator(await model.initialize(new Generator(5).state));
  for (let step = 0; step < 52; step++) {
    const first = (step % 26) * 8;
    const indices = Array.from({ length: Math.min(8, 205 - first) }, (_, k) => first + k);
    const steps = Math.max(...indices.map((index) => examples.steps(index)));
    await model.train({
      batches: [examples.batch(indices, steps)],
      shape: { batch: indices.length, steps },
      step,
      learningRates: [0.001],
      mask: (entries, rate) => generator.mask(entries, rate),
    });
  }
  const { parameters } = await model.getState();
  await model.dispose();
  expect(checkpoint.progress.step).toBe(52);
  expect(bits(checkpoint.state.parameters)).toEqual(bits(parameters));
});

test('how many steps share a call changes nothing', async () => {
  const alone = await fit({ ...options, parametersEvery: 1, onParameters: () => {} });
  expectTheSame(alone, wholes.pass);
});

test('an epoch is a pass, or as many batches as are asked for', () => {
  expect(wholes.pass.history.map(({ step }) => step)).toEqual([26, 52, 78]);
  expect(wholes.counted.history.map(({ step }) => step)).toEqual([20, 40, 60]);
  const rates = wholes.counted.history.map(({ learningRate }) => learningRate);
  expect(rates[0]).toBeGreaterThan(rates[2]!);
  expect(rates[2]).toBeLessThan(0.001);
});

test.each([
  ['pass', 1],
  ['pass', 2],
  ['counted', 3],
  ['counted', 4],
] as const)(
  'a training interrupted again and again ends like one that was not: %s (%i)',
  async (kind, seed) => {
    const of = kind === 'pass' ? options : counted;
    const random = new Generator(seed);
    const run = await RunDirectory.create(folder, {});
    let resume: Checkpoint | undefined;
    let middles = 0;
    for (;;) {
      const abort = new AbortController();
      let calls = Math.floor(random.uniform() * 30);
      const result = await fit({
        ...of,
        resume,
        signal: abort.signal,
        onProgress: () => void (calls-- === 0 && abort.abort()),
        onCheckpoint: (checkpoint) => run.save(of.spec, checkpoint),
      });
      if (result.stopped === 'finished') {
        expectTheSame(result, wholes[kind]);
        break;
      }
      resume = await run.restore(of.spec);
      expect(resume).toEqual(result.checkpoint);
      if (resume.progress.batches > 0) middles++;
    }
    expect(middles).toBeGreaterThan(0);
  },
);

test('a training resumes in another process', async () => {
  const script = (rest: string): string => `
    import { DatasetStream } from '@rnnlab/datasets';
    import { fit, onnxruntime, RunDirectory } from '@rnnlab/trainer';
    const spec = ${JSON.stringify(options.spec)};
    const sequences = ${JSON.stringify(sequences)};
    const train = DatasetStream.from(() => sequences).shuffle({ seed: 4, buffer: 50 });
    const options = { spec, train, batchSize: 8, epochs: 2, seed: 3, engine: onnxruntime({ threads: 1 }) };
    const path = ${JSON.stringify(join(folder, 'run'))};
    ${rest}`;
  const first = await runScript(
    inject('freshPackages'),
    script(`
      const run = await RunDirectory.create(path, {});
      const abort = new AbortController();
      const { checkpoint } = await fit({
        ...options,
        signal: abort.signal,
        onProgress: ({ batches }) => batches >= 7 && abort.abort(),
        onCheckpoint: (checkpoint) => run.save(spec, checkpoint),
      });
      console.log(checkpoint.progress.batches);`),
  );
  expect(Number(first)).toBeGreaterThanOrEqual(7);
  expect(Number(first)).toBeLessThan(26);
  const print = `console.log(Buffer.from(checkpoint.state.parameters.buffer).toString('base64'), JSON.stringify(history));`;
  const second = await runScript(
    inject('freshPackages'),
    script(`
      const resume = await (await RunDirectory.open(path)).restore(spec);
      const { checkpoint, history } = await fit({ ...options, resume });
      ${print}`),
  );
  const whole = await runScript(
    inject('freshPackages'),
    script(`const { checkpoint, history } = await fit(options); ${print}`),
  );
  expect(second).toBe(whole);
});

test('any checkpoint on the way will do', async () => {
  // A clock on which half a minute passes between any two looks.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 31_000;
    return now;
  });
  const checkpoints: Checkpoint[] = [];
  await fit({ ...counted, onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint) });
  vi.restoreAllMocks();
  // At the start; of 20 steps of each epoch all but the last, and the epoch; at the end.
  expect(checkpoints).toHaveLength(1 + 3 * 20 + 1);
  for (const k of [0, 1, 19, 20, 25, 26, 27, 60, 61]) {
    const resume = JSON.parse(JSON.stringify(checkpoints[k]!.progress));
    expectTheSame(
      await fit({ ...counted, resume: { ...checkpoints[k]!, progress: resume } }),
      wholes.counted,
    );
  }
});

test('a resumed training logs the same as the rest of an uninterrupted one', async () => {
  const log = async (resume?: Checkpoint, stopAt = 99) => {
    const lines: object[] = [];
    const abort = new AbortController();
    const { checkpoint } = await fit({
      ...options,
      resume,
      signal: abort.signal,
      onProgress: ({ epoch, batches }) => void (epoch === 2 && batches >= stopAt && abort.abort()),
      onSteps: (record) => void lines.push(record),
      onEpoch: (record) => void lines.push(record),
    });
    return { lines, checkpoint };
  };
  const all = await log();
  const first = await log(undefined, 11);
  const second = await log(first.checkpoint);
  expect([...first.lines, ...second.lines]).toEqual(all.lines);
  // In the first pass at its end, then about ten times.
  expect(all.lines.length).toBe(3 + 1 + 9 + 9);
});

test('progress reports the batches of an epoch as soon as their number is known', async () => {
  const seen = new Set<string>();
  await fit({
    ...options,
    onProgress: ({ epoch, batchesPerEpoch }) => seen.add(`${epoch} ${batchesPerEpoch}`),
  });
  expect([...seen]).toEqual(['1 Infinity', '2 26', '3 26']);
});

test('the validation stream is read through after each epoch, and scored as examples in memory are', async () => {
  let passes = 0;
  const validation = DatasetStream.from(() => {
    passes++;
    return toySequences(40, 2);
  });
  const { history } = await fit({ ...options, validation });
  expect(passes).toBe(3);
  const inMemory = await fit({ ...options, validation: toyExamples(40, 2) });
  history.forEach(({ validationLoss, validationAccuracy }, k) => {
    expect(validationLoss).toBeCloseTo(inMemory.history[k]!.validationLoss!, 5);
    expect(validationAccuracy).toBe(inMemory.history[k]!.validationAccuracy);
  });
});

test('evaluate shows the outputs of a stream in its order', async () => {
  const model = await engine.compile(toySpec(), { type: 'sgd' });
  await model.initialize(new Generator(1).state);
  const seen: number[] = [];
  const long = DatasetStream.from(() => toySequences(2500, 6));
  const { count, loss } = await evaluate(model, long, {
    onBatch: (outputs, indices) => {
      expect(outputs).toHaveLength(indices.length * 3);
      seen.push(...indices);
    },
  });
  expect(count).toBe(2500);
  expect(seen).toEqual(Array.from({ length: 2500 }, (_, k) => k));
  expect(loss).toBeCloseTo((await evaluate(model, toyExamples(2500, 6))).loss, 5);
  await model.dispose();
});

test('a stream is closed when a training ends before it', async () => {
  let closed = 0;
  const train = DatasetStream.from(async function* () {
    try {
      for (;;) yield* sequences;
    } finally {
      closed++;
    }
  });
  await fit({ ...options, train, stepsPerEpoch: 2, epochs: 1 });
  expect(closed).toBe(1);
  const onProgress = () => {
    throw new Error('stop here');
  };
  await expect(fit({ ...options, train, onProgress })).rejects.toThrow('stop here');
  expect(closed).toBe(2);
});

test.each<[string, Partial<FitOptions>]>([
  [
    'fit: the schedule cosine needs stepsPerEpoch, as the length of a stream of examples is unknown.',
    { schedule: { type: 'cosine' } },
  ],
  ['fit: the schedule step needs stepsPerEpoch', { schedule: { type: 'step' } }],
  ['fit: stepsPerEpoch must be a whole number of at least 1, received 0.', { stepsPerEpoch: 0 }],
  [
    'fit: stepsPerEpoch is for a stream of examples, received other training data.',
    { train: toyExamples(9, 1), stepsPerEpoch: 3 },
  ],
  ['There is nothing to train on: the stream of examples is empty.', { train: DatasetStream.from(() => []) }],
  ['The validation stream has no examples.', { validation: DatasetStream.from(() => []) }],
  [
    'fit: train must be examples such as tokenExamples(…), a stream of examples, or a token stream, received an array of 1.',
    { train: [{ ids: [1], target: 0 }] as never },
  ],
  [
    'In the batch of a stream that begins with its example 0: example 0 is "a", expected an object with a target',
    { train: DatasetStream.from(() => ['a']) as never },
  ],
])('%s', async (message, wrong) => {
  const error: unknown = await fit({ ...options, augmentation: undefined, ...wrong }).catch((error) => error);
  expect((error as Error).message).toContain(message);
  expect(hasCode(error, 'RNNLAB_TRAINING')).toBe(true);
});

test.each<[string, Partial<FitOptions>]>([
  ['training set', { train: toyExamples(205, 1) }],
  ['number of steps in an epoch', { stepsPerEpoch: 26 }],
])('a checkpoint of another %s is refused', async (name, change) => {
  await expect(fit({ ...options, ...change, resume: wholes.pass.checkpoint })).rejects.toThrow(
    `Cannot resume with another ${name} than the checkpoint's`,
  );
});

test('a position of another pipeline is refused by the stream', async () => {
  const abort = new AbortController();
  const { checkpoint } = await fit({
    ...options,
    signal: abort.signal,
    onProgress: ({ batches }) => void (batches >= 5 && abort.abort()),
  });
  expect(checkpoint.progress.position).toBeDefined();
  await expect(fit({ ...options, train: stream, resume: checkpoint })).rejects.toThrow('of another pipeline');
});
