import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@rnnlab/inference';
import { afterAll, describe, expect, it } from 'vitest';
import { rnnlab, workFolder, writeTexts } from './cli.js';

const { folder, remove } = workFolder();
const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
afterAll(remove);

const set = (...assignments: string[]): string[] => assignments.flatMap((text) => ['--set', text]);
const few = ['dataset.train=600', 'dataset.validation=50', 'dataset.test=60'];

const trainings: Record<string, string[]> = {
  'recall-lstm-5': set(...few, 'epochs=3'),
  'binary-addition-lstm-3-bce-5': set(...few, 'epochs=3', 'dataset.longest=30'),
  'binary-addition-lstm-5-mse-3': set(...few, 'epochs=3', 'dataset.longest=10'),
  'mnist-rows-gru-64': set('dataset.type=rendered-digits', ...few, 'epochs=6', 'model.units=16'),
};

// Images as they are, not row by row.
trainings['mnist-rows-rnn-64'] = set(
  ...['dataset.type=rendered-digits', 'model.preset=two-stage-cnn', 'model.filters1=4', 'model.filters2=4'],
  ...[...few, 'epochs=2', 'learningRate=0.002'],
);

describe.each(Object.entries(trainings))('%s', (recipe, args) => {
  const run = `run-${recipe}`;

  it('trains, and leaves a complete run', async () => {
    const finished = await rnnlab(folder, 'train', recipe, '--run', run, '--threads', '1', ...args);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    for (const file of ['config.json', 'result.json', 'report.html', 'model.onnx', 'figures/loss.svg']) {
      expect(existsSync(join(folder, run, file)), file).toBe(true);
    }
    const { test, predictions, dataset } = json(`${run}/result.json`);
    expect(dataset.parts).toMatchObject({ train: 600, validation: 50 });
    expect(predictions).toHaveLength(5);
    expect(test.accuracy).toBeGreaterThan(recipe.startsWith('binary') ? 0.5 : 0.1);
    expect(json(`${run}/config.json`).settings).not.toHaveProperty('tokenizer');
  });

  it('is scored and exported again, the same', async () => {
    const scored = await rnnlab(folder, 'eval', run, '--json');
    expect(JSON.parse(scored.stdout).test).toEqual(json(`${run}/result.json`).test);
    const model = readFileSync(join(folder, run, 'model.onnx'), 'latin1');
    expect(await rnnlab(folder, 'export', run)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(folder, run, 'model.onnx'), 'latin1') === model).toBe(true);
    expect(await rnnlab(folder, 'report', run)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a model that gives what its layers give', () => {
  const run = 'run-mnist-rows-rnn-64';
  const layers = (...names: string[]): string[] => names.flatMap((name) => ['--layer', name]);

  it('is exported with the names of those layers', async () => {
    const file = join(folder, 'layers.onnx');
    const args = ['export', run, '--out', file, ...layers('conv1', 'pool2')];
    expect(await rnnlab(folder, ...args)).toMatchObject({ code: 0, stderr: '' });
    const model = await loadModel(file, { input: 'image' });
    const [features] = await model.features([new Uint8Array(28 * 28)]);
    await model.close();
    expect(features!.conv1!.shape).toEqual([4, 20, 20]);
    expect(features!.pool2!.shape).toEqual([4, 3, 3]);
  });

  it('is refused for a layer that there is not, in one sentence', async () => {
    const { code, stderr } = await rnnlab(folder, 'export', run, ...layers('conv7'));
    expect(stderr).toMatch(/conv7.*conv1/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});

describe('texts of which the first tokens are read', () => {
  const args = (...more: string[]): string[] => [
    ...['train', 'names', '--data', 'texts', '--epochs', '1', '--threads', '1'],
    ...set('split.distinct=false', 'batchSize=8', ...more),
  ];

  it('go through convolutions, which need a length', async () => {
    writeTexts(join(folder, 'texts'), 30);
    const cnn = ['model.preset=text-cnn', 'model.size=2', 'model.filters=3'];
    const refused = await rnnlab(folder, ...args(...cnn), '--run', 'refused');
    expect(refused.stderr).toContain(
      'model.preset=text-cnn reads texts of one length: set tokenizer.maxLength',
    );
    const finished = await rnnlab(folder, ...args(...cnn, 'tokenizer.maxLength=12'), '--run', 'cnn');
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(json('cnn/config.json').spec.input.steps).toBe(12);
    expect(finished.stdout).toContain('CNN with');
  });

  it('may be filled up with padding that is read, which changes what is learnt', async () => {
    const losses = await Promise.all(
      ['true', 'false'].map(async (read) => {
        const run = `padding-${read}`;
        const small = ['model.units=8', 'model.embedding=4', 'tokenizer.maxLength=12'];
        const done = await rnnlab(folder, ...args(...small, `tokenizer.readPadding=${read}`), '--run', run);
        expect(done).toMatchObject({ code: 0, stderr: '' });
        return json(`${run}/result.json`).test.loss;
      }),
    );
    expect(losses[0]).not.toBe(losses[1]);
    // What was exported reads as much.
    const model = await loadModel(join(folder, 'padding-false/model.onnx'), { input: 'text' });
    const [long, cut] = await model.probabilities(['aaaaaaaaaaaabbbbb', 'aaaaaaaaaaaa']);
    await model.close();
    expect(long).toEqual(cut);
  });

  it('may be read with tokens missing, in training alone', async () => {
    const gaps = await Promise.all(
      ['0', '0.9'].map(async (rate) => {
        const run = `missing-${rate}`;
        // The weights stay as they are: what differs is what is read.
        const still = ['learningRate=1e-9', 'model.units=8', 'model.dropout=0', 'scoreTrain=true'];
        const done = await rnnlab(folder, ...args(...still, `tokenizer.dropout=${rate}`), '--run', run);
        expect(done).toMatchObject({ code: 0, stderr: '' });
        const lines = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
          .trim()
          .split('\n');
        const { trainLoss } = JSON.parse(lines.find((line) => line.includes('"kind":"epoch"'))!);
        return Math.abs(trainLoss - json(`${run}/result.json`).train.loss);
      }),
    );
    expect(gaps[0]).toBeLessThan(1e-5);
    expect(gaps[1]).toBeGreaterThan(1e-3);
  });
});

describe('images that are changed while they are trained on', () => {
  const digits = set('dataset.type=rendered-digits', ...few, 'epochs=1', 'batchSize=64');
  const train = (run: string, ...more: string[]) =>
    rnnlab(folder, 'train', 'mnist-rows-rnn-64', '--run', run, '--threads', '1', ...digits, ...set(...more));
  const losses = (run: string): number[] =>
    readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"kind":"epoch"'))
      .map((line) => JSON.parse(line).trainLoss);

  it.each([
    ['as images', ['model.preset=stacked-cnn', 'model.filters=4', 'model.stages=2', 'model.convolutions=1']],
    ['row by row', ['model.units=8']],
  ])('%s train another way', async (_, model) => {
    const runs = { plain: [], cropped: ['augmentation.crop=2'] };
    for (const [run, more] of Object.entries(runs)) {
      expect(await train(`${run}-${model.length}`, ...model, ...more)).toMatchObject({ code: 0, stderr: '' });
    }
    const [plain, cropped] = Object.keys(runs).map((run) => losses(`${run}-${model.length}`));
    expect(cropped).toHaveLength(1);
    expect(cropped).not.toEqual(plain);
  });
});

describe('a run of', () => {
  it('recall remembers what is shown: the sample sequences have the label at their second place', () => {
    for (const { text, label } of json('run-recall-lstm-5/result.json').predictions) {
      expect(text.split(' ')[1]).toBe(label);
    }
  });

  it('binary addition shows true sums, and scores each length', () => {
    const { predictions, test } = json('run-binary-addition-lstm-3-bce-5/result.json');
    for (const { text, label, predicted } of predictions) {
      const [a, b] = text.split(' + ').map((bits: string) => Number.parseInt(bits, 2));
      expect(Number.parseInt(label, 2)).toBe(a + b);
      expect(predicted).toHaveLength(label.length);
    }
    // One of the length it was trained on, and longer ones.
    expect(predictions.map(({ label }: { label: string }) => label.length)).toEqual([6, 11, 16, 21, 31]);
    const lengths = test.lengths.map(({ length }: { length: number }) => length);
    expect(lengths).toEqual(Array.from({ length: 30 }, (_, k) => k + 1));
    const right = test.lengths.reduce(
      (sum: number, { bits, length, count }: Record<string, number>) => sum + bits! * (length! + 1) * count!,
      0,
    );
    expect(right / test.count).toBeCloseTo(test.accuracy, 6);
  });
});

it.each([
  ['recall-lstm-5', ['--data', 'x'], 'The recipe recall-lstm-5 generates its data: leave data out (--data).'],
  ['recall-lstm-5', set('split.by=text'), 'has no setting "split.by"'],
  [
    'recall-lstm-5',
    set('loss.type=mean-squared-error'),
    'loss.type must be softmax-cross-entropy for sequence',
  ],
  [
    'mnist-rows-gru-64',
    set('dataset.type=rendered-digits', 'model.preset=sequence-classifier'),
    'model.preset must be row-classifier or',
  ],
  ['recall-lstm-5', set('augmentation.flip=true'), 'has no setting "augmentation.flip"'],
  [
    'mnist-rows-gru-64',
    set('dataset.type=rendered-digits', ...few, 'augmentation.crop=28'),
    'crop must be below the 28 × 28 pixels of an image, received 28.',
  ],
  [
    'dbpedia-word-gru',
    [],
    'The dataset dbpedia-medium cannot be downloaded: dataset.folder must name the folder',
  ],
  ['cifar-cnn', [], 'The dataset cifar10-small cannot be downloaded'],
  [
    'recall-lstm-5',
    ['--threads', '0'],
    'threads must be a whole number from 1 to 1024, received 0 (--threads).',
  ],
])('%s refuses %j', async (recipe, args, sentence) => {
  const { code, stderr } = await rnnlab(folder, 'train', recipe, '--run', 'refused', ...args);
  expect(stderr).toContain(sentence);
  expect(code).toBe(2);
});
