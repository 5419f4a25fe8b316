import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { recipes } from '../recipes/index.js';
import { type Phase, phaseOf } from '../settings/phases.js';
import { suiteOf } from '../suites/index.js';
import { settingsOf } from './jobs.js';
import { readResults } from './read-results.js';
import type { RunResults } from './run-results.js';
import { suiteReport } from './suite-report.js';
import { compactJson } from './suite-results.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const suite = suiteOf('recall');
const recipe = recipes['recall-lstm-5']! as Parameters<typeof settingsOf>[0];
let out: string;
let count = 0;
beforeEach(() => {
  out = join(folder, `out-${count++}`);
  mkdirSync(out);
});

/** A run as `results.json` holds it. */
const known = (seed: number, accuracy: number, more: Partial<RunResults> = {}) => ({
  seed,
  settings: settingsOf(recipe, seed, false),
  measures: { 'test accuracy': accuracy },
  samples: [],
  history: [],
  ...more,
});

function writeKnown(runs: object[], more: object = {}): void {
  const experiments = [{ recipe: recipe.name, model: 'LSTM-5', parameters: 380, runs }];
  const results = { format: 3, suite: 'recall', quick: false, experiments, ...more };
  writeFileSync(join(out, 'results.json'), compactJson(results));
}

/** A finished run in its folder. */
function writeRun(
  seed: number,
  accuracy: number,
  settings = settingsOf(recipe, seed, false),
  phases?: readonly Phase[],
): void {
  const run = join(out, 'runs', recipe.name, `seed-${seed}`);
  mkdirSync(run, { recursive: true });
  const spec = { input: { type: 'tokens', vocabulary: 10 }, layers: [{ type: 'one-hot' }] };
  const write = (name: string, content: unknown) => writeFileSync(join(run, name), JSON.stringify(content));
  const data = { sha256: 'ab' };
  write('config.json', { format: 3, recipe: recipe.name, settings, phases, spec, data, versions: {} });
  write('metrics.jsonl', { kind: 'epoch', epoch: 1, step: 10, trainLoss: 1, trainAccuracy: 0.5 });
  const test = { accuracy, loss: 1, count: 10, interval: [0, 1] };
  const ended = { seconds: 1, finished: '2026-11-01T00:00:00.000Z' };
  write('result.json', { parameters: 380, dataset: { name: 'recall' }, test, ...ended, predictions: [] });
}

/** Beside the run that is in the folder already: what its model wrote. */
function writeTexts(seed: number, written: readonly { epoch: number; step: number; text: string }[]): void {
  const file = (name: string) => join(out, 'runs', recipe.name, `seed-${seed}`, name);
  const result = JSON.parse(readFileSync(file('result.json'), 'utf8'));
  writeFileSync(file('result.json'), JSON.stringify({ ...result, texts: [{ text: 'at last' }] }));
  const lines = written.map(({ text, ...at }) =>
    JSON.stringify({ kind: 'samples', ...at, temperature: 1, texts: [{ text }] }),
  );
  writeFileSync(file('metrics.jsonl'), [readFileSync(file('metrics.jsonl'), 'utf8'), ...lines].join('\n'));
}

const read = () => readResults(suite, out, false);
const values = async () => (await read()).results.experiments[0]?.rows[0]?.values;

describe('results of a folder', () => {
  it('keep runs whose folders are not there, with all that was known of them', async () => {
    writeKnown([known(2, 0.75), known(1, 0.5, { engine: 'elsewhere' })]);
    const { results, omitted } = await read();
    expect(omitted).toEqual([]);
    const [experiment] = results.experiments;
    expect(experiment).toMatchObject({ recipe: 'recall-lstm-5', model: 'LSTM-5', parameters: 380 });
    expect(experiment!.runs.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(experiment!.runs[0]!.engine).toBe('elsewhere');
    expect(experiment!.rows[0]).toMatchObject({ mean: 0.625, values: [0.5, 0.75], aim: 0.99 });
  });

  it('hold what was written at the end of each epoch, and the page shows it', async () => {
    writeRun(1, 0.5);
    const long = 'x'.repeat(2000);
    writeTexts(1, [
      { epoch: 1, step: 5, text: 'early' },
      { epoch: 1, step: 10, text: 'first' },
      { epoch: 2, step: 20, text: long },
    ]);
    const { results } = await read();
    const [run] = results.experiments[0]!.runs;
    expect(run!.texts).toEqual([{ text: 'at last' }]);
    expect(run!.written).toEqual([
      { epoch: 1, texts: [{ text: 'first' }] },
      { epoch: 2, texts: [{ text: long.slice(0, 500) }] },
    ]);
    expect(run!.history).toHaveLength(1);
    expect(suiteReport(suite, results, [])).toMatch(
      /Written by recall-lstm-5[\s\S]*at last[\s\S]*<details>[\s\S]*Epoch 1<\/h3><pre>first<[\s\S]*Epoch 2/,
    );
  });

  it('take a run that is there before what was known of it, and keep the others', async () => {
    writeKnown([known(1, 0.5), known(2, 0.75)]);
    writeRun(2, 0.25);
    writeRun(3, 1);
    expect(await values()).toEqual([0.5, 0.25, 1]);
  });

  it('hold the settings of a run, but not the folder of its data', async () => {
    writeRun(1, 0.5);
    const [run] = (await read()).results.experiments[0]!.runs;
    expect(run!.settings).toEqual(settingsOf(recipe, 1, false));
    expect(run!.command).toBe('npx rnnlab train recall-lstm-5');
  });

  it('omit runs with other settings than those of the recipe, in a sentence for each recipe', async () => {
    const before = { ...settingsOf(recipe, 1, false), epochs: 30 };
    const { settings: _, ...silent } = known(3, 0.25);
    writeKnown([known(1, 0.5, { settings: before }), known(2, 0.75), silent]);
    writeRun(4, 1, { ...settingsOf(recipe, 4, false), batchSize: 16 });
    const { results, omitted } = await read();
    expect(results.experiments[0]!.rows[0]!.values).toEqual([0.75]);
    expect(omitted).toEqual([
      'recall-lstm-5: omitted from the results: seed 4 (made with batchSize=16, now 32), ' +
        'seed 1 (made with epochs=30, now 40), seed 3 (its settings are unknown).',
    ]);
  });

  it('omit runs with other phases, from folders and from results.json', async () => {
    const settings = settingsOf(recipe, 1, false);
    const phases = [{ ...phaseOf({ ...settings, learningRate: 0.125, epochs: 3 }), afterStep: 40 }];
    writeRun(1, 0.5, settings, phases);
    writeKnown([known(2, 0.75), known(3, 1, { phases })]);
    const { results, omitted } = await read();
    expect(results.experiments[0]!.rows[0]!.values).toEqual([0.75]);
    const why = '(made with phases=afterStep=40 learningRate=0.125 epochs=3, now none)';
    expect(omitted).toEqual([`recall-lstm-5: omitted from the results: seed 1 ${why}, seed 3 ${why}.`]);
  });

  it('omit a recipe that is no longer one of the suite', async () => {
    writeKnown([known(1, 0.5)]);
    const text = readFileSync(join(out, 'results.json'), 'utf8').replaceAll('recall-lstm-5', 'recall-lstm-7');
    writeFileSync(join(out, 'results.json'), text);
    const { results, omitted } = await read();
    expect(results.experiments).toEqual([]);
    expect(omitted[0]).toMatch(/^recall-lstm-7: omitted .* no such experiment/);
  });

  it.each([
    [{ suite: 'names' }, 'holds results of the suite names: choose another folder.'],
    [{ quick: true }, 'holds the quick check of the suite recall: choose another folder.'],
    [{ format: 1 }, 'is not one that this version of RNNLab wrote: remove it, or choose'],
  ])('are not written over those of something else: %j', async (more, sentence) => {
    writeKnown([], more);
    await expect(read()).rejects.toThrow(sentence);
  });
});
