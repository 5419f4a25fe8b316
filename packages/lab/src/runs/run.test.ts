import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxruntime } from '@rnnlab/trainer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTexts } from '../../test/texts.js';
import type { InterruptedError } from '../error.js';
import { extendRecipe } from '../recipes/define.js';
import { recipeOf } from '../recipes/index.js';
import { openRun, type Run } from './run.js';
import { type TrainRecipeOptions, trainRecipe } from './train-recipe.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-run-'));
const at = (...parts: string[]): string => join(folder, ...parts);
const bytes = (path: string): Buffer => readFileSync(at(path));
afterAll(() => rmSync(folder, { recursive: true }));

const options = (out: string, more: TrainRecipeOptions = {}): TrainRecipeOptions => ({
  data: at('texts'),
  settings: { model: { units: 8, embedding: 4 }, batch: 8, epochs: 4 },
  out: at(out),
  threads: 1,
  ...more,
});

let whole: Run;

beforeAll(async () => {
  writeTexts(at('texts'), 40);
  whole = await trainRecipe('names', options('whole'));
});

describe('a recipe that is trained', () => {
  it('leaves a run that another process can open, with its scores, history and files', async () => {
    const run = await openRun(at('whole'));
    const result = await run.result();
    expect(result).toMatchObject({ recipe: 'names', unit: 'name', epochs: 4, stopped: 'finished' });
    expect(await run.history()).toHaveLength(4);
    expect(run.config).toMatchObject({ format: 2, recipe: 'names', engine: 'onnxruntime', threads: 1 });
    expect(run.config.settings.model).toMatchObject({ units: 8, cell: 'lstm' });
    for (const name of ['model.onnx', 'report.html', 'figures/loss.svg']) {
      expect(existsSync(run.file(name)), name).toBe(true);
    }
    expect((await run.evaluate()).test).toEqual(result.test);
  });

  it('says what it trains and how it goes, in this order', async () => {
    const called: string[] = [];
    await trainRecipe('names', {
      ...options('called'),
      onStart: ({ model, classes, parts }) =>
        called.push(`${model}, ${classes} classes, ${parts.train} ${parts.unit}s`),
      onTrainBegin: (examples) => called.push(`begin ${examples}`),
      onEpoch: ({ epoch }, { epochs }) => called.push(`${epoch}/${epochs}`),
      onTrainEnd: () => called.push('end'),
    });
    expect(called).toEqual(['LSTM-8, 3 classes, 96 names', 'begin 96', '1/4', '2/4', '3/4', '4/4', 'end']);
  });

  it('takes settings as objects and as texts, an engine of its own, and a recipe of its own', async () => {
    const small = extendRecipe(
      recipeOf('names'),
      { name: 'small', summary: 'Fewer units.' },
      {
        ...{ model: { preset: 'sequence-classifier', units: 8, embedding: 4 } },
        ...{ batch: 8, epochs: 4 },
      },
    );
    const engine = { ...onnxruntime({ threads: 1 }), name: 'mine' };
    const run = await trainRecipe(small, options('own', { settings: ['seed=1'], engine }));
    expect(readFileSync(run.file('metrics.jsonl')).equals(bytes('whole/metrics.jsonl'))).toBe(true);
    expect(run.config).toMatchObject({ recipe: 'small', engine: 'mine' });
    await expect(run.evaluate()).rejects.toThrow('The run was trained with the engine "mine"');
  });

  it('is exported to any place, and the file predicts what the run does', async () => {
    const { path, bytes: size, epoch } = await whole.export({ out: at('deep/er/names.onnx') });
    expect(readFileSync(path).equals(bytes('whole/model.onnx'))).toBe(true);
    expect({ size, epoch }).toEqual({
      size: bytes('whole/model.onnx').length,
      epoch: (await whole.result()).bestEpoch,
    });
    const [{ classes } = { classes: [] }] = await whole.predict(['badogu'], { top: 1 });
    expect(classes).toHaveLength(1);
    await expect(whole.generate()).rejects.toThrow('expected a language model');
  });
});

describe('a training whose signal is aborted', () => {
  it('saves and throws, and is resumed to the same bytes', async () => {
    const stop = new AbortController();
    const stopped = trainRecipe('names', {
      ...options('stopped', { signal: stop.signal }),
      onEpoch: ({ epoch }) => {
        if (epoch === 2) stop.abort();
      },
    });
    const error = (await stopped.catch((thrown: unknown) => thrown)) as InterruptedError;
    expect(error).toMatchObject({ code: 'RNNLAB_INTERRUPTED', path: at('stopped') });
    expect(error.message).toMatch(/^Stopped after step \d+, in epoch 3; everything is saved in .*stopped\.$/);
    const run = await openRun(at('stopped'));
    expect(await run.isFinished()).toBe(false);
    await expect(run.result()).rejects.toThrow('is not finished: resume it first.');
    expect((await run.evaluate()).test.count).toBe(12);
    const result = await run.resume();
    expect(result.test).toEqual((await whole.result()).test);
    for (const name of ['checkpoints/last.safetensors', 'metrics.jsonl', 'model.onnx']) {
      expect(bytes(`stopped/${name}`).equals(bytes(`whole/${name}`)), name).toBe(true);
    }
  });

  it('does not begin if it is aborted before', async () => {
    await expect(
      trainRecipe('names', options('never', { signal: AbortSignal.abort() })),
    ).rejects.toMatchObject({
      code: 'RNNLAB_INTERRUPTED',
    });
  });
});

describe('a run that is finished', () => {
  it('is resumed with another learning rate alone, in another phase', async () => {
    const run = await trainRecipe('names', options('phases'));
    await expect(run.resume()).rejects.toThrow(
      'is finished: to train it further, give another learning rate',
    );
    await expect(run.resume({ settings: { epochs: 9 } })).rejects.toThrow(
      /cannot be resumed with epochs=9 alone/,
    );
    await expect(run.resume({ settings: { model: { units: 9 } } })).rejects.toMatchObject({
      option: 'model.units',
      message: expect.stringContaining('cannot be resumed with model.units=9: leave that out'),
    });
    const result = await run.resume({ settings: ['learningRate=0.0001', 'epochs=2'] });
    expect(result.epochs).toBe(6);
    expect(run.config.phases).toMatchObject([{ learningRate: 0.0001, epochs: 2 }]);
    expect((await run.history()).map(({ phase }) => phase ?? 1)).toEqual([1, 1, 1, 1, 2, 2]);
  });

  it('is refused if it is of another version or damaged', async () => {
    const config = JSON.parse(bytes('whole/config.json').toString());
    const file = at('other/config.json');
    await trainRecipe('names', options('other'));
    writeFileSync(file, JSON.stringify({ ...config, format: 1 }));
    await expect(openRun(at('other'))).rejects.toThrow('config.json has format 1, expected format 2');
    writeFileSync(file, JSON.stringify({ ...config, settings: { ...config.settings, batch: 0 } }));
    await expect(openRun(at('other'))).rejects.toThrow('batch must be a whole number of at least 1');
    await expect(openRun(at('texts'))).rejects.toMatchObject({ code: 'RNNLAB_RUN' });
  });
});

it.each<[string, TrainRecipeOptions, string]>([
  ['nams', {}, 'There is no recipe "nams"; the nearest is "names".'],
  ['names', { setings: {} } as never, 'trainRecipe has no option "setings"; the nearest is "settings".'],
  [
    'names',
    { settings: { model: { unit: 3 } } as never },
    'no setting "model.unit"; the nearest is "model.units".',
  ],
  ['names', { settings: { batch: 0 } }, 'batch must be a whole number of at least 1, received "0".'],
  [
    'names',
    { engine: 'onnx' as never },
    'There is no engine "onnx"; expected one of auto, onnxruntime, web, tfjs.',
  ],
  ['names', { threads: 1.5 }, 'threads must be a whole number from 1 to 1024, received 1.5.'],
  ['recall-lstm-2', { data: '.' }, 'The recipe recall-lstm-2 generates its data: leave data out.'],
  ['startrek', {}, 'The dataset star-trek cannot be downloaded: dataset.folder must name the folder'],
  ['names', { out: '/proc/names' }, 'Cannot write /proc/names'],
])('%s with %j is refused in one sentence', async (recipe, wrong, sentence) => {
  await expect(trainRecipe(recipe, wrong)).rejects.toThrow(sentence);
});
