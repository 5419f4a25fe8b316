import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxruntime } from '@rnnlab/trainer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeTexts } from '../../test/texts.js';
import type { InterruptedError } from '../errors.js';
import { recipeOf } from '../recipes/index.js';
import { defineRecipe, extendRecipe } from '../recipes/recipe.js';
import { openRun, type Run } from './run.js';
import { makeRunFolder } from './run-folder.js';
import { type TrainRecipeOptions, trainRecipe } from './train-recipe.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-run-'));
const at = (...parts: string[]): string => join(folder, ...parts);
const bytes = (path: string): Buffer => readFileSync(at(path));
afterAll(() => rmSync(folder, { recursive: true }));

const options = (out: string, more: TrainRecipeOptions = {}): TrainRecipeOptions => ({
  data: at('texts'),
  settings: { model: { units: 8, embedding: 4 }, batchSize: 8, epochs: 4 },
  out: at(out),
  threads: 1,
  ...more,
});

const MINE = { name: 'mine', summary: 'Mine.', unit: 'text' };
const PHASE = { ...recipeOf('names').settings, epochs: 1 };

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
    expect(run.config).toMatchObject({ format: 3, recipe: 'names', engine: 'onnxruntime', threads: 1 });
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
        ...{ batchSize: 8, epochs: 4 },
      },
    );
    const engine = { ...onnxruntime({ threads: 1 }), name: 'mine' };
    const run = await trainRecipe(small, options('own', { settings: ['seed=1'], engine }));
    expect(readFileSync(run.file('metrics.jsonl')).equals(bytes('whole/metrics.jsonl'))).toBe(true);
    expect(run.config).toMatchObject({ recipe: 'small', engine: 'mine' });
    await expect(run.evaluate()).rejects.toThrow('The run was trained with the engine "mine"');
    expect((await run.evaluate({ engine })).test).toEqual((await run.result()).test);
    await run.report();
    expect(readFileSync(run.file('report.html'), 'utf8')).not.toContain('npx rnnlab');
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
    await expect(whole.model('language')).rejects.toThrow('expected a language model');
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
    await expect(run.predict(['badogu'])).rejects.toThrow('export() makes one from the last checkpoint');
    await expect(run.export({ file: 'x' } as never)).rejects.toThrow('export has no option "file"');
    const result = await run.resume();
    expect(result.test).toEqual((await whole.result()).test);
    for (const name of ['checkpoints/last.safetensors', 'metrics.jsonl', 'model.onnx']) {
      expect(bytes(`stopped/${name}`).equals(bytes(`whole/${name}`)), name).toBe(true);
    }
  });

  it('takes no step if it is aborted before, and is resumed from the beginning', async () => {
    await expect(
      trainRecipe('names', options('never', { signal: AbortSignal.abort() })),
    ).rejects.toMatchObject({
      code: 'RNNLAB_INTERRUPTED',
      message: expect.stringMatching(/^Stopped after step 0, in epoch 1;/),
      path: at('never'),
    });
    await (await openRun(at('never'))).resume();
    expect(bytes('never/model.onnx').equals(bytes('whole/model.onnx'))).toBe(true);
  });

  it('says so if that is after its last step, and takes none again', async () => {
    const stop = new AbortController();
    const onTrainEnd = vi.fn(() => stop.abort());
    const run = trainRecipe('names', { ...options('late', { signal: stop.signal }), onTrainEnd });
    await expect(run).rejects.toThrow('Stopped after the training, before its results were complete');
    expect(onTrainEnd).toHaveBeenCalledOnce();
    const result = await (await openRun(at('late'))).resume();
    expect(result.test).toEqual((await whole.result()).test);
  });
});

describe('a training that is done once more on a split by distinct text', () => {
  it('is stopped in that, resumed from its own folder, and goes on in the same phases', async () => {
    writeTexts(at('twice'), 40);
    for (const name of readdirSync(at('twice')))
      appendFileSync(at('twice', name), readFileSync(at('twice', name)));
    const stop = new AbortController();
    let trainings = 0;
    const stopped = trainRecipe('names', {
      ...options('distinct', { data: at('twice'), signal: stop.signal }),
      settings: ['split.distinct=true', 'model.units=8', 'batchSize=8', 'epochs=2'],
      onTrainBegin: () => {
        if (++trainings === 2) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'RNNLAB_INTERRUPTED', path: at('distinct') });
    const run = await openRun(at('distinct'));
    const epochs: boolean[] = [];
    const { distinct } = await run.resume({ onEpoch: (_, info) => epochs.push(info.distinct) });
    expect(epochs).toEqual([true, true]);
    expect(distinct).toMatchObject({ repeats: expect.closeTo(0.5, 1), count: 24 });
    await run.resume({ settings: { learningRate: 0.0001, epochs: 1 } });
    const second = await openRun(at('distinct/distinct'));
    expect(second.config).toMatchObject({
      settings: { split: { by: 'text' } },
      phases: [{ learningRate: 0.0001 }],
    });
    expect((await second.history()).map(({ phase }) => phase ?? 1)).toEqual([1, 1, 2]);
  });
});

describe('an engine that is not installed', () => {
  it('leaves no folder behind', async () => {
    const broken = { ...onnxruntime(), describe: () => Promise.reject(new Error('not installed')) };
    await expect(trainRecipe('names', options('engineless', { engine: broken }))).rejects.toThrow(
      'not installed',
    );
    expect(existsSync(at('engineless'))).toBe(false);
  });
});

describe('a run whose data were moved', () => {
  it('is scored, drawn and resumed with those in the new place, and remembers it', async () => {
    writeTexts(at('before'), 40);
    const run = await trainRecipe('names', options('moved', { data: at('before') }));
    renameSync(at('before'), at('after'));
    await expect(run.evaluate()).rejects.toThrow(at('before'));
    const data = at('after');
    expect((await run.evaluate({ data })).test).toEqual((await run.result()).test);
    await run.report({ data });
    // Other data are refused, and everything stays as it was.
    const before = bytes('moved/config.json');
    await expect(run.resume({ data: at('twice'), settings: { learningRate: 0.001 } })).rejects.toMatchObject({
      message: expect.stringContaining('have changed since'),
      option: 'data',
    });
    expect(bytes('moved/config.json').equals(before)).toBe(true);
    expect(await run.isFinished()).toBe(true);
    await run.resume({ data, settings: { learningRate: 0.001, epochs: 1 } });
    expect(run.config.settings.dataset).toMatchObject({ path: data });
    await run.report();
  });

  it('cannot have any if they are generated', async () => {
    const settings = { epochs: 1, dataset: { train: 64, validation: 32, test: 32 } } as never;
    const run = await trainRecipe('recall-lstm-2', { out: at('generated'), settings, threads: 1 });
    await expect(run.evaluate({ data: '.' })).rejects.toThrow('generates its data: leave data out.');
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
    await expect(openRun(at('other'))).rejects.toThrow('config.json has format 1, expected format 3');
    writeFileSync(file, JSON.stringify({ ...config, settings: { ...config.settings, batchSize: 0 } }));
    await expect(openRun(at('other'))).rejects.toThrow('batchSize must be a whole number of at least 1');
    await expect(openRun(at('texts'))).rejects.toMatchObject({ code: 'RNNLAB_RUN' });
  });
});

it('gives each of some runs that start together a folder of its own', async () => {
  const here = process.cwd();
  process.chdir(folder);
  try {
    expect(new Set(await Promise.all([1, 2, 3].map(() => makeRunFolder('names')))).size).toBe(3);
    expect(existsSync(at('runs/names-3'))).toBe(true);
  } finally {
    process.chdir(here);
  }
});

it.each<[string, () => unknown, string]>([
  [
    'a setting that there is not',
    () => defineRecipe(MINE, { model: { unit: 3 } } as never),
    'no setting "model.unit"',
  ],
  [
    'a value that cannot be',
    () => extendRecipe(recipeOf('names'), MINE, { batchSize: 0 }),
    'batchSize must be a whole number',
  ],
  [
    'a name that is no folder',
    () => defineRecipe({ ...MINE, name: 'a/b' }, {}),
    'The name of a recipe must be',
  ],
  [
    'a phase that cannot be',
    () => defineRecipe({ ...MINE, phases: [{ ...PHASE, epochs: 0 }] }, {}),
    'epochs must be',
  ],
])('a recipe with %s is refused', (_, define, sentence) => {
  expect(define).toThrow(sentence);
});

it.each<[string, TrainRecipeOptions, string]>([
  ['nams', {}, 'There is no recipe "nams"; the nearest is "names".'],
  ['names', { setings: {} } as never, 'trainRecipe has no option "setings"; the nearest is "settings".'],
  [
    'names',
    { settings: { model: { unit: 3 } } as never },
    'no setting "model.unit"; the nearest is "model.units".',
  ],
  ['names', { settings: { batchSize: 0 } }, 'batchSize must be a whole number of at least 1, received 0.'],
  ['names', { settings: 'epochs=3' as never }, 'settings must be an object, or a list as in'],
  ['names', { data: 'nowhere' }, 'There is no folder'],
  [undefined as never, {}, 'A recipe takes an object of options'],
  ['zzzzzz', {}, 'There is no recipe "zzzzzz"; expected names, text, or one of those that `recipes` lists.'],
  [
    'names',
    { engine: 'onnx' as never },
    'There is no engine "onnx"; expected one of auto, onnxruntime, web, tfjs.',
  ],
  ['names', { onEpoch: 1 as never }, 'trainRecipe: onEpoch must be a function, received 1.'],
  ['names', { data: '' }, 'trainRecipe: data must be a path, received "".'],
  ['names', { threads: 1.5 }, 'threads must be a whole number from 1 to 1024, received 1.5.'],
  ['recall-lstm-2', { data: '.' }, 'The recipe recall-lstm-2 generates its data: leave data out.'],
  ['startrek', {}, 'The dataset star-trek cannot be downloaded: dataset.folder must name the folder'],
  ['names', { out: '/proc/names' }, 'Cannot write /proc/names'],
])('%s with %j is refused in one sentence', async (recipe, wrong, sentence) => {
  await expect(trainRecipe(recipe, wrong)).rejects.toThrow(sentence);
});
