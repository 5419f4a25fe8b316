import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, type TextScore } from '@rnnlab/inference';
import { tokenizerFromJSON, trainCharacterTokenizer } from '@rnnlab/tokenizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '../../../packages/lab/test/sentences.js';
import { rnnlab, start, workFolder } from './cli.js';

const { folder, remove } = workFolder();
const bytes = (path: string): string => readFileSync(join(folder, path), 'latin1');
const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const metrics = (run: string) =>
  bytes(`${run}/metrics.jsonl`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const set = (...assignments: string[]): string[] => assignments.flatMap((one) => ['--set', one]);

const SMALL = set(
  'model.units=16',
  'model.layers=1',
  'model.embedding=8',
  'learningRate=0.02',
  'batchSize=8',
);
const stream = (run: string, ...more: string[]): string[] => [
  ...['train', 'text', '--data', 'text.txt', '--run', run, '--threads', '1', ...SMALL],
  ...set('sequenceLength=20', 'samples.maxTokens=40', 'samples.everySteps=15', ...more),
];

beforeAll(() => {
  const all = sentences(600);
  writeFileSync(join(folder, 'text.txt'), `${all.join('\n')}\n`);
  writeFileSync(join(folder, 'text.csv'), `id,says\n${all.map((text, k) => `${k},"${text}"`).join('\n')}\n`);
  mkdirSync(join(folder, 'names'));
  const name = (k: number, syllables: string[]): string =>
    [k, k >> 2, k >> 4].map((part) => syllables[part % 4]).join('');
  for (const [label, syllables] of Object.entries({
    Hills: ['ba', 'do', 'gu', 'bo'],
    Lakes: ['mi', 'le', 'ne', 'li'],
  })) {
    const names = Array.from({ length: 64 }, (_, k) => name(k, syllables));
    writeFileSync(join(folder, `names/${label}.txt`), [...names, names[0]].join('\n'));
  }
});
afterAll(remove);

describe('one long text', () => {
  it('is learned in windows, killed and resumed to the same bytes, and resumed with another schedule', async () => {
    const whole = await rnnlab(folder, ...stream('whole', 'epochs=8'));
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toMatch(/: [\d,]+ characters\n[\d,]+ characters for training/);
    expect(bytes('whole/report.html')).not.toMatch(/class="scale"|0 classes/);
    expect(whole.stdout).toContain('nats per character');
    const { test, dataset, texts } = json('whole/result.json');
    expect(test.loss).toBeLessThan(1);
    // Of the last twentieth all but the first character are predicted.
    const characters = bytes('text.txt').length;
    expect(dataset.examples).toBe(characters);
    expect(test.count).toBe(characters - Math.floor(characters * 0.95) - 1);
    expect(test.language).toMatchObject({ characters: test.count, unknownShare: 0 });
    expect(test.language.bitsPerCharacter).toBeCloseTo(test.loss / Math.LN2, 12);
    expect(test.language.perplexity).toBeCloseTo(Math.exp(test.loss), 6);
    expect(texts).toHaveLength(3);
    const steps = metrics('whole').filter(({ kind }) => kind === 'samples');
    expect(bytes('whole/samples.txt').match(/^=== epoch/gm)).toHaveLength(steps.length);
    expect(steps.map(({ step }) => step)).toContain(15);
    const tokenizer = tokenizerFromJSON(json('whole/tokenizer.json'));
    const { warmUp } = json('whole/language.json');
    expect(warmUp).toHaveLength(64);
    // Whole lines of the training part, up to its last.
    const trained = bytes('text.txt').slice(0, Math.floor(characters * 0.9));
    const read = tokenizer.decode(warmUp);
    expect(trained.slice(0, trained.lastIndexOf('\n') + 1).endsWith(read)).toBe(true);
    const model = await loadModel(join(folder, 'whole/model.onnx'), { input: 'language' });
    const [{ natsPerToken }] = (await model.score(['the'])) as [TextScore];
    await model.close();
    expect(natsPerToken).toBeLessThan(1);
    expect(bytes('whole/report.html')).toContain('Generated text');

    const { child, finished, done } = start(folder, stream('killed', 'epochs=8'));
    await new Promise<void>((resolve) => {
      child.stdout!.on('data', () => void (/^ +3\/8 /m.test(finished.stdout) && resolve()));
    });
    child.kill('SIGKILL');
    await done;
    const resumed = await rnnlab(folder, 'train', '--resume', '--run', 'killed', '--threads', '1');
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    for (const file of ['checkpoints/last.safetensors', 'metrics.jsonl', 'samples.txt', 'model.onnx']) {
      expect(bytes(`killed/${file}`) === bytes(`whole/${file}`), file).toBe(true);
    }

    const refused = await rnnlab(folder, 'train', '--resume', '--run', 'killed', '--epochs', '9');
    expect(refused.stderr).toContain('started with epochs=8 and cannot be resumed with epochs=9');
    const phase = set('learningRate=0.001', 'schedule.type=step', 'schedule.factor=0.1');
    const on = await rnnlab(folder, 'train', '--resume', '--run', 'killed', '--epochs', '2', ...phase);
    expect(on).toMatchObject({ code: 0, stderr: '' });
    expect(on.stdout).toMatch(/^Phase 2: .*learningRate=0.001.*epochs=2/m);
    const epochs = metrics('killed').filter(({ kind }) => kind === 'epoch');
    expect(epochs.slice(0, 8)).toEqual(metrics('whole').filter(({ kind }) => kind === 'epoch'));
    expect(epochs.slice(8).map(({ phase, learningRate }) => [phase, learningRate])).toEqual([
      [2, 0.001],
      [2, expect.closeTo(0.0001, 10)],
    ]);
    expect(json('killed/config.json').phases).toHaveLength(1);
    const scored = JSON.parse((await rnnlab(folder, 'eval', 'killed', '--json')).stdout);
    expect(scored.test.loss).toBeCloseTo(json('killed/result.json').test.loss, 6);
    const again = await rnnlab(folder, 'train', '--resume', '--run', 'killed');
    expect(again.stderr).toContain(
      'is finished: to train it further, give another learning rate or schedule',
    );

    const own = bytes('killed/tokenizer.json');
    writeFileSync(join(folder, 'killed/tokenizer.json'), JSON.stringify(trainCharacterTokenizer(['abc'])));
    const other = await rnnlab(folder, 'train', '--resume', '--run', 'killed', ...set('learningRate=0.002'));
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /^The vocabulary in .*tokenizer\.json has 5 tokens, but the model in killed was trained with \d+: put its own file back/,
    );
    writeFileSync(join(folder, 'killed/tokenizer.json'), own);
    expect(json('killed/config.json').phases).toHaveLength(1);
  });
});

describe('lines', () => {
  it('are each read from their beginning', async () => {
    const args = ['train', 'text', '--data', 'text.csv', '--run', 'lines', '--epochs', '2', '--threads', '1'];
    const own = set('dataset.shape=lines', 'samples.prompts=ta', 'dataset.field=says');
    const done = await rnnlab(folder, ...args, ...SMALL, ...own);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const { test, dataset, texts, novelty } = json('lines/result.json');
    expect(dataset.parts).toEqual({ train: 540, validation: 30, test: 30 });
    // The end of a line is predicted, too; without the first characters one less in each.
    expect(test.count).toBe(test.language.characters);
    expect(test.language.givenFirst.count).toBe(test.count - 30);
    expect(texts.map(({ text }: { text: string }) => text[0])).toEqual(['t', 'a']);
    expect(novelty.count).toBe(1000);
    expect(done.stdout).toMatch(/: 600 lines$/m);
    expect(done.stdout).toContain('of 1,000 lines sampled from it are not in the training set');
    const layer = await rnnlab(folder, 'export', 'lines', '--layer', 'lstm1');
    expect(done.stdout).toContain('600 lines\n540 lines for training, 30 for validation');
    expect(done.stdout).toContain('of 1,000 lines sampled from it');
    expect(done.stdout).toMatch(/ train text .*dataset\.field=says .*dataset\.shape=lines .*model\.cell=gru/);
    expect([layer.code, layer.stderr]).toEqual([
      2,
      'The file of a language model gives logits and states alone: leave layers out (--layer).\n',
    ]);
  });

  it('with labels are written for each of them, and the share of new ones is told', async () => {
    const args = ['train', 'names-generator', '--data', 'names', '--run', 'names-run', '--epochs', '12'];
    const done = await rnnlab(folder, ...args, ...SMALL, ...set('samples.count=4', 'batchSize=4'));
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const { dataset, texts, novelty, test } = json('names-run/result.json');
    // The one that is there twice counts once.
    expect(dataset.examples).toBe(128);
    expect(texts.map(({ label }: { label: string }) => label)).toEqual([
      ...Array(4).fill('Hills'),
      ...Array(4).fill('Lakes'),
    ]);
    expect(novelty.share).toBeGreaterThan(0);
    expect(novelty.share).toBeLessThan(1);
    expect(test.loss).toBeLessThan(1.6);
    expect(bytes('names-run/samples.txt')).toMatch(/^Lakes: /m);
  });
});
