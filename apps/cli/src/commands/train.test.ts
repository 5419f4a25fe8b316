import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, rnnlab, SMALL, workFolder, writeTexts } from '../../test/cli.js';

const { folder, remove } = workFolder();
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const json = (path: string) => JSON.parse(read(path));
const TRAIN = ['train', 'names', '--data', 'texts', '--epochs', '2', ...SMALL];

let first: Finished;
let asJson: Finished;

beforeAll(async () => {
  writeTexts(join(folder, 'texts'), 30);
  first = await rnnlab(folder, ...TRAIN);
  asJson = await rnnlab(folder, ...TRAIN, '--run', 'second', '--json');
});
afterAll(remove);

describe('rnnlab train', () => {
  it('leaves a complete run in the next free folder', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    for (const file of [
      'config.json',
      'metrics.jsonl',
      'checkpoints/last.safetensors',
      'tokenizer.json',
      'labels.json',
      'model.onnx',
      'result.json',
      'report.html',
      ...['loss', 'accuracy', 'confusion'].flatMap((name) => [`figures/${name}.svg`, `figures/${name}.png`]),
    ]) {
      expect(existsSync(join(folder, 'runs/names-1', file)), file).toBe(true);
    }
    expect(json('runs/names-1/labels.json')).toEqual(['Hills', 'Lakes', 'Woods']);
    expect(read('runs/names-1/report.html')).toContain('LSTM-8 on texts');
  });

  it('writes a plain line for each epoch, the accuracy beside the baseline, and five predictions', () => {
    expect(first.stdout).not.toContain('\u001b');
    expect(first.stdout).toMatch(/^ +1\/2 .*\n +2\/2 /m);
    expect(first.stdout).toMatch(/Test accuracy \d?\.\d{3} on 9 names \(95 % interval .* gives \.\d{3}/);
    expect(first.stdout).toContain('5 names of the test set, predicted by the exported file:');
    expect(first.stdout).toContain('npx rnnlab predict runs/names-1/model.onnx');
  });

  it('repeats a run as its config.json says, to the bit, with other settings where they are asked for', async () => {
    const config = ['train', '--config', 'runs/names-1/config.json'];
    expect(json('runs/names-1/config.json').$schema).toMatch(/config\.schema\.json$/);
    const again = await rnnlab(folder, ...config, '--run', 'again');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const weights = (run: string) => readFileSync(join(folder, run, 'checkpoints/last.safetensors'));
    expect(weights('again').equals(weights('runs/names-1'))).toBe(true);
    const other = await rnnlab(folder, ...config, '--epochs', '1', '--run', 'shorter');
    expect(other.code).toBe(0);
    expect(json('shorter/config.json').settings).toMatchObject({ epochs: 1, model: { units: 8 } });
  });

  it.each([
    [['names', '--config', 'runs/names-1/config.json'], '--config has a recipe of its own: leave out names'],
    [['--config', 'nowhere.json'], 'Cannot read nowhere.json'],
    [['--config', 'runs/names-1/metrics.jsonl'], 'runs/names-1/metrics.jsonl is no JSON object'],
    [['--config', 'runs/names-1/labels.json'], 'runs/names-1/labels.json is no JSON object'],
    [['--config', 'runs/names-1/result.json'], 'runs/names-1/result.json must have settings'],
  ])('refuses %j', async (args, sentence) => {
    const refused = await rnnlab(folder, 'train', ...args);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(sentence);
  });

  it('stores the whole recipe, so that nothing depends on defaults of another version', () => {
    const { settings, recipe, data, spec, versions } = json('runs/names-1/config.json');
    expect(recipe).toBe('names');
    expect(settings).toMatchObject({
      dataset: { type: 'label-folder', path: join(folder, 'texts') },
      split: { fractions: [0.8, 0.1, 0.1], by: 'example', distinct: true },
      model: { cell: 'lstm', units: 8, embedding: 4 },
      optimizer: { type: 'adam', beta1: 0.9 },
      batchSize: 8,
      epochs: 2,
      seed: 1,
    });
    expect(data).toMatchObject({ name: 'texts', examples: 90 });
    expect(data.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(spec.layers.at(-1)).toEqual({ type: 'dense', units: 3 });
    expect(Object.keys(versions)).toEqual(
      expect.arrayContaining(['node', '@rnnlab/onnx', 'onnxruntime-node']),
    );
  });

  it('logs steps and epochs without the time of day', () => {
    const lines = read('runs/names-1/metrics.jsonl').trim().split('\n');
    const records = lines.map((line) => JSON.parse(line));
    const epochs = records.filter(({ kind }) => kind === 'epoch');
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 9],
      [2, 18],
    ]);
    expect(Object.keys(epochs[0])).toEqual([
      'kind',
      'epoch',
      'step',
      'learningRate',
      'trainLoss',
      'trainAccuracy',
      'validationLoss',
      'validationAccuracy',
    ]);
    expect(records.some(({ kind }) => kind === 'step')).toBe(true);
  });

  it('with --json writes one object and nothing else', () => {
    expect(asJson).toMatchObject({ code: 0, stderr: '' });
    const result = JSON.parse(asJson.stdout);
    expect(result).toMatchObject({
      run: 'second',
      recipe: 'names',
      dataset: { name: 'texts', examples: 90, classes: 3, parts: { train: 72, validation: 9, test: 9 } },
      epochs: 2,
      stopped: 'finished',
      test: { count: 9 },
    });
    expect(result.predictions).toHaveLength(5);
    const total = result.test.confusion.flat().reduce((a: number, b: number) => a + b, 0);
    expect(total).toBe(9);
    expect(existsSync(join(folder, result.model))).toBe(true);
  });

  it('gives the same metrics, weights and model for the same seed, byte for byte', () => {
    for (const file of ['metrics.jsonl', 'checkpoints/last.safetensors', 'model.onnx', 'figures/loss.svg']) {
      expect(read(`second/${file}`) === read(`runs/names-1/${file}`), file).toBe(true);
    }
  });

  it('gives other weights for another seed', async () => {
    expect((await rnnlab(folder, ...TRAIN, '--seed', '2', '--run', 'seed-2')).code).toBe(0);
    expect(read('seed-2/metrics.jsonl')).not.toBe(read('second/metrics.jsonl'));
  });

  it('trains once more on a split by text if texts repeat, unless that is turned off', async () => {
    const args = ['train', '--data', 'repeating', '--epochs', '1', ...SMALL];
    // There are 125 different texts of a class.
    writeTexts(join(folder, 'repeating'), 140);
    const twice = await rnnlab(folder, ...args, '--run', 'twice', '--json');
    const { distinct, test } = JSON.parse(twice.stdout);
    expect(distinct.repeats).toBeCloseTo(15 / 140);
    expect(distinct.count).toBeGreaterThan(0);
    expect(test.count).toBe(42);
    const config = json('twice/distinct/config.json');
    expect(config.settings.split).toMatchObject({ by: 'text', distinct: false });
    const off = await rnnlab(folder, ...args, '--run', 'off', '--set', 'split.distinct=false', '--json');
    expect(JSON.parse(off.stdout).distinct).toBeUndefined();
    expect(existsSync(join(folder, 'off/distinct'))).toBe(false);
  });

  it('stops early after epochs without a better one', async () => {
    const { stdout } = await rnnlab(
      folder,
      ...['train', '--data', 'texts', '--epochs', '60', ...SMALL, '--json', '--run', 'early'],
      ...['--set', 'patience=1', '--set', 'learningRate=1e-9'],
    );
    expect(JSON.parse(stdout)).toMatchObject({ stopped: 'early' });
    expect(JSON.parse(stdout).epochs).toBeLessThan(60);
  });
});

describe('the other commands', () => {
  it('eval gives what training gave', async () => {
    const { stdout, stderr, code } = await rnnlab(folder, 'eval', 'second', '--json');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(JSON.parse(stdout).test).toEqual(JSON.parse(asJson.stdout).test);
    expect((await rnnlab(folder, 'eval', 'second')).stdout).toMatch(/accuracy +\d?\.\d{3} {2}95 % interval/);
  });

  it('export writes the same model again, where it is asked to', async () => {
    const { stdout, code } = await rnnlab(folder, 'export', 'second', '--out', 'other/model.onnx', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: 'other/model.onnx' });
    expect(read('other/model.onnx') === read('second/model.onnx')).toBe(true);
  });

  it('predict needs the model file alone, and agrees with what training printed', async () => {
    const predictions = JSON.parse(asJson.stdout).predictions as { text: string; probability: number }[];
    const { stdout, stderr } = await rnnlab(
      join(folder, 'other'),
      ...['predict', 'model.onnx', ...predictions.map(({ text }) => text), '--top', '1', '--json'],
    );
    expect(stderr).toBe('');
    const result = JSON.parse(stdout);
    expect(result.title).toBe('LSTM-8 on texts');
    result.predictions.forEach(({ classes }: { classes: { probability: number }[] }, k: number) => {
      expect(classes).toHaveLength(1);
      expect(classes[0]!.probability).toBeCloseTo(predictions[k]!.probability, 5);
    });
  });

  it('predict says what a model did not know of a text', async () => {
    const { stdout, code } = await rnnlab(folder, 'predict', 'second', 'bado?', '--top', '2');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(5);
    expect(stdout).toContain('"bado?" was read without ?');
  });

  it('report makes figures and page again, the same', async () => {
    const before = read('second/report.html');
    const { code, stdout } = await rnnlab(folder, 'report', 'second', '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, report: 'second/report.html' });
    expect(read('second/report.html')).toBe(before);
  });

  it('doctor finds everything that training needs', async () => {
    const { stdout, code } = await rnnlab(folder, 'doctor', '--json');
    expect(code).toBe(0);
    const { ready, findings } = JSON.parse(stdout);
    expect(ready).toBe(true);
    expect(findings.find(({ name }: { name: string }) => name === 'onnxruntime-node').detail).toMatch(
      /^ONNX Runtime \d+\.\d+/,
    );
  });
});
