import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parameterCount } from '@rnnlab/models';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toyExamples, toySpec } from '../../test/toy.js';
import { RunError } from '../errors.js';
import { zeroTotals } from '../fit/history.js';
import { resolveOptions } from '../fit/options.js';
import type { Checkpoint } from './checkpoint.js';
import { RunDirectory } from './run-directory.js';
import { trainingConfigOf } from './training-config.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-'));
});
afterEach(() => rm(folder, { recursive: true }));

const spec = toySpec();
const checkpoint: Checkpoint = {
  recipe: trainingConfigOf(resolveOptions({ spec, train: toyExamples(3, 1) })),
  progress: {
    ...{ epoch: 0, batches: 0, step: 0, epochGenerator: [1, 2, 3, 4], generator: [1, 2, 3, 4] },
    ...{ totals: zeroTotals(), logTotals: zeroTotals(), history: [] },
  },
  state: { parameters: new Float32Array(parameterCount(spec)).fill(0.5), slots: [] },
};

const metrics = async (run: RunDirectory): Promise<string> => readFile(run.file('metrics.jsonl'), 'utf8');

test('a run is created in a new folder and opened again', async () => {
  const path = join(folder, 'runs/first');
  const config = { seed: 1, name: 'é' };
  const run = await RunDirectory.create(path, config);
  expect(run.path).toBe(path);
  expect(await readdir(path)).toEqual(['config.json']);
  expect(await (await RunDirectory.open(path)).config()).toEqual(config);
});

test('an empty folder will do; one that is in use is left alone', async () => {
  await RunDirectory.create(folder, {});
  await expect(RunDirectory.create(folder, { other: true })).rejects.toThrow(RunError);
  await expect(RunDirectory.create(folder, {})).rejects.toThrow(`The folder ${folder} is in use`);
  expect(await (await RunDirectory.open(folder)).config()).toEqual({});
});

test('a folder without a run cannot be opened', async () => {
  const missing = join(folder, 'missing');
  await expect(RunDirectory.open(missing)).rejects.toThrow(
    new RunError(`There is no run in ${missing}: the folder does not exist or is empty.`),
  );
  await writeFile(join(folder, 'notes.txt'), '');
  await expect(RunDirectory.open(folder)).rejects.toThrow(
    new RunError(`There is no run in ${folder}: it has no config.json.`),
  );
});

test.skipIf(!existsSync('/proc'))('a folder that takes no other is refused, and does not hang', async () => {
  await expect(RunDirectory.create('/proc/x/y', {})).rejects.toThrow(
    new RunError('Cannot write /proc/x/y: no folder can be made there.'),
  );
});

test('a path at or below a file is refused with one sentence', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const whys = ['it is a file, expected a folder', 'the folder does not exist or is empty'];
  for (const [k, path] of [file, join(file, 'run')].entries()) {
    await expect(RunDirectory.create(path, {})).rejects.toThrow(
      new RunError(`Cannot write ${path}: a part of the path is a file.`),
    );
    await expect(RunDirectory.open(path)).rejects.toThrow(
      new RunError(`There is no run in ${path}: ${whys[k]}.`),
    );
  }
});

test('files are written as a whole and read again', async () => {
  const run = await RunDirectory.create(folder, {});
  await run.write('figures/loss.svg', '<svg/>');
  await run.writeJson('labels.json', ['a']);
  expect(new TextDecoder().decode(await run.read('figures/loss.svg'))).toBe('<svg/>');
  expect(await run.readJson('labels.json')).toEqual(['a']);
  await expect(run.read('model.onnx')).rejects.toThrow(
    new RunError(`Cannot read ${run.file('model.onnx')}: it does not exist.`),
  );
  await expect(run.readJson('figures/loss.svg')).rejects.toThrow(
    new RunError(`${run.file('figures/loss.svg')} is not JSON.`),
  );
  await expect(run.read('figures')).rejects.toThrow(RunError);
});

test('metrics are lines of JSON that are added', async () => {
  const run = await RunDirectory.create(folder, {});
  await run.log({ step: 1, trainLoss: 0.5 });
  await run.log({ step: 2 });
  expect(await metrics(run)).toBe('{"step":1,"trainLoss":0.5}\n{"step":2}\n');
});

test('rewinding drops later lines and the one that was cut off, and no other', async () => {
  const run = await RunDirectory.create(folder, {});
  for (const step of [1, 2, 2, 3, 4]) await run.log({ step, name: `é${step}` });
  await appendFile(run.file('metrics.jsonl'), '{"step":2,"tr');
  await run.rewindMetrics(2);
  expect(await metrics(run)).toBe('{"step":1,"name":"é1"}\n{"step":2,"name":"é2"}\n{"step":2,"name":"é2"}\n');
  await run.log({ step: 3 });
  expect((await metrics(run)).trimEnd().split('\n')).toHaveLength(4);
  await run.rewindMetrics(0);
  expect(await metrics(run)).toBe('');
});

test('rewinding a run without metrics is no error', async () => {
  const run = await RunDirectory.create(folder, {});
  await run.rewindMetrics(5);
  await run.log({ step: 6 });
  expect(await metrics(run)).toBe('{"step":6}\n');
});

test('metrics that cannot be read are not thrown away', async () => {
  const run = await RunDirectory.create(folder, {});
  await mkdir(run.file('metrics.jsonl'));
  await expect(run.rewindMetrics(1)).rejects.toThrow(
    new RunError(`Cannot read ${run.file('metrics.jsonl')}: it is a folder.`),
  );
  await expect(run.log({ step: 1 })).rejects.toThrow(RunError);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is a RunError', async () => {
  const run = await RunDirectory.create(folder, {});
  await symlink('/dev/full', run.file('metrics.jsonl'));
  await expect(run.log({ step: 1 })).rejects.toThrow(
    new RunError(`Cannot write ${run.file('metrics.jsonl')}: the disk is full.`),
  );
});

test('a checkpoint is saved over the last one and restored', async () => {
  const run = await RunDirectory.create(folder, {});
  await run.save(spec, { ...checkpoint, progress: { ...checkpoint.progress, step: 9 } });
  await run.save(spec, checkpoint);
  expect(await run.restore(spec)).toEqual(checkpoint);
  expect(await readdir(run.file('checkpoints'))).toEqual(['last.safetensors']);
});

test('a checkpoint that is missing, damaged or of another model is a RunError', async () => {
  const run = await RunDirectory.create(folder, {});
  const path = run.file('checkpoints/last.safetensors');
  await expect(run.restore(spec)).rejects.toThrow(new RunError(`Cannot read ${path}: it does not exist.`));
  await run.save(spec, checkpoint);
  await expect(run.restore(toySpec({ units: 5 }))).rejects.toThrow(RunError);
  await expect(run.restore(toySpec({ units: 5 }))).rejects.toThrow(
    'it belongs to another model: 1.recurrent',
  );
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, 100));
  await expect(run.restore(spec)).rejects.toThrow(
    new RunError(`Cannot read ${path}: it is not a safetensors file: its header is cut off.`),
  );
});

test('a file in the way of the checkpoints is named', async () => {
  const run = await RunDirectory.create(folder, {});
  await writeFile(run.file('checkpoints'), '');
  await expect(run.save(spec, checkpoint)).rejects.toThrow(
    new RunError(`Cannot write ${run.file('checkpoints/last.safetensors')}: a part of the path is a file.`),
  );
});
