import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, type TextScore } from '@rnnlab/inference';
import { parameterCount } from '@rnnlab/models';
import { tokenizerFromJSON, trainCharacterTokenizer } from '@rnnlab/tokenizers';
import { onnxruntime, type TokenStream } from '@rnnlab/trainer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rnnlab, start, workFolder } from '../../../../apps/cli/test/cli.js';
import { recipeOf } from '../recipes/index.js';
import { applySettings } from '../recipes/set.js';
import { languageRows } from '../runs/language-rows.js';
import { loadData } from '../runs/load-data.js';
import { measuresOf } from '../runs/measures.js';
import type { Result } from '../runs/result.js';
import { taskOf } from './index.js';
import { languageScores } from './language-scores.js';
import { noveltyOf } from './novelty.js';

const { folder, remove } = workFolder();
const bytes = (path: string): string => readFileSync(join(folder, path), 'latin1');
const json = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const metrics = (run: string) =>
  bytes(`${run}/metrics.jsonl`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const set = (...assignments: string[]): string[] => assignments.flatMap((one) => ['--set', one]);

/** Sentences of few words, so that a small model learns something in a moment. */
function sentences(count: number): string[] {
  const words = [
    ['the ship', 'a star', 'captain Kirk'],
    ['sees', 'leaves', 'finds'],
    ['a planet.', 'the moon.', 'nothing!'],
  ];
  return Array.from({ length: count }, (_, k) =>
    words.map((some, place) => some[Math.floor(k / 3 ** place + k / 7) % 3]).join(' '),
  );
}

/** A text of the folder as a model would read it. */
async function prepare(file: string, ...assignments: string[]) {
  const settings = applySettings(recipeOf('text'), [...assignments, `dataset.path=${join(folder, file)}`]);
  return taskOf(settings).prepare(settings, await loadData(settings));
}

const SMALL = set('model.units=16', 'model.layers=1', 'model.embedding=8', 'learningRate=0.02', 'batch=8');
const stream = (run: string, ...more: string[]): string[] => [
  ...['train', 'text', '--data', 'text.txt', '--run', run, '--threads', '1', ...SMALL],
  ...set('window=20', 'samples.length=40', 'samples.every=15', ...more),
];

beforeAll(() => {
  const all = sentences(600);
  writeFileSync(join(folder, 'text.txt'), `${all.join('\n')}\n`);
  writeFileSync(join(folder, 'text.csv'), `id,says\n${all.map((text, k) => `${k},"${text}"`).join('\n')}\n`);
  writeFileSync(join(folder, 'text.jsonl'), all.map((says) => `${JSON.stringify({ says })}\n`).join(''));
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
  it('is learnt in windows, killed and resumed to the same bytes, and goes on with another schedule', async () => {
    const whole = await rnnlab(folder, ...stream('whole', 'epochs=8'));
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toMatch(/: [\d,]+ characters\n[\d,]+ characters to train on/);
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
    expect(bytes('whole/report.html')).toContain('Written by the model');

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
    expect(refused.stderr).toContain('started with epochs=8 and cannot go on with epochs=9');
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
    expect(again.stderr).toContain('is finished: to train it further, name another rate or schedule');

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

  it.each(['byte', 'byte-pair', 'word', 'character'])('may be read by %s', async (type) => {
    const sizes = type === 'byte-pair' ? ['tokenizer.maxSize=270'] : [];
    const { parts, tokenizer, spec } = await prepare(
      'text.txt',
      `tokenizer.type=${type}`,
      'batch=4',
      ...sizes,
    );
    const text = bytes('text.txt');
    const { train, validation, test } = parts;
    const characters = [train, validation, test].map((part) => part.characters!);
    // All but the first token of each part.
    const firsts = [train, validation].map(({ examples }) => {
      return tokenizer!.decode((examples as TokenStream).batch([0], 1).ids!).length;
    });
    const own = text.slice(Math.floor(text.length * 0.95));
    const first = tokenizer!.decode(tokenizer!.encode(own).subarray(0, 1)).length;
    expect(characters.reduce((a, b) => a + b) + first + firsts[0]! + firsts[1]!).toBe(text.length);
    expect(characters[2]).toBe(own.length - first);
    expect(test.examples.length).toBe(tokenizer!.encode(own).length - 1);
    expect(test.examples.length < test.characters!).toBe(type === 'byte-pair' || type === 'word');
    expect(spec.input).toMatchObject({ vocabulary: tokenizer!.vocabulary.size });
  });
});

describe('lines', () => {
  it('are each read from their beginning', async () => {
    const args = ['train', 'text', '--data', 'text.csv', '--run', 'lines', '--epochs', '2', '--threads', '1'];
    const own = set('dataset.shape=lines', 'samples.starts=ta', 'dataset.field=says');
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
    expect(done.stdout).toContain('of 1,000 lines that it wrote are not in the training part');
    const layer = await rnnlab(folder, 'export', 'lines', '--layer', 'lstm1');
    expect(done.stdout).toContain('600 lines\n540 lines to train on, 30 to choose');
    expect(done.stdout).toContain('of 1,000 lines that it wrote');
    expect(done.stdout).toMatch(/ train text .*dataset\.field=says .*dataset\.shape=lines .*model\.cell=gru/);
    expect([layer.code, layer.stderr]).toEqual([
      2,
      'The file of a language model gives logits and states alone: leave --layer out.\n',
    ]);
  });

  it('are the same from a text, a column and a field', async () => {
    const of = async (file: string, ...more: string[]) => {
      const { parts } = await prepare(file, 'dataset.shape=lines', ...more);
      return Array.from({ length: parts.test.examples.length }, (_, k) => parts.test.show(k));
    };
    const lines = await of('text.txt');
    expect(lines).toHaveLength(30);
    expect(await of('text.csv', 'dataset.field=says')).toEqual(lines);
    expect(await of('text.jsonl', 'dataset.field=says')).toEqual(lines);
  });

  it('count the characters that are read, and are scored without what smooths the loss', async () => {
    const counted = async (...more: string[]) => {
      const { parts } = await prepare('text.txt', 'dataset.shape=lines', ...more);
      const lines = Array.from({ length: parts.test.examples.length }, (_, k) => parts.test.show(k));
      return { characters: parts.test.characters!, lines };
    };
    const kept = await counted('tokenizer.keep=abcde');
    const read = kept.lines.map((line) => line.replace(/[^abcde]/g, '').length + 1);
    expect(kept.characters).toBe(read.reduce((a, b) => a + b));
    for (const type of ['character', 'byte']) {
      const cut = await counted(`tokenizer.type=${type}`, 'tokenizer.maxLength=5');
      expect(cut.characters).toBe(6 * cut.lines.length);
    }

    const scoresOf = async (...more: string[]) => {
      const prepared = await prepare('text.txt', 'dataset.shape=lines', 'model.units=4', ...more);
      const parameters = new Float32Array(parameterCount(prepared.spec)).map((_, k) => Math.sin(k));
      const trained = { parameters, engine: onnxruntime({ threads: 1 }) };
      return languageScores(prepared, prepared.parts.test, trained);
    };
    expect(await scoresOf('loss.labelSmoothing=0.2')).toEqual(await scoresOf());
  });

  it('are new only where the model saw nothing like it, which may be their beginnings', async () => {
    const prepared = await prepare('text.txt', 'dataset.shape=lines', 'tokenizer.maxLength=5');
    const line = prepared.parts.train.show(0);
    const shares = [line.slice(0, 5), line, line.slice(0, 4)].map(
      (text) => noveltyOf(prepared, [{ text }]).share,
    );
    expect(shares).toEqual([0, 1, 1]);
  });

  it('of which words are unknown have no bits per character, as those words are not predicted', async () => {
    writeFileSync(
      join(folder, 'rare.txt'),
      sentences(300)
        .map((text, k) => `${text} Nr ${k}`)
        .join('\n'),
    );
    const scoresOf = async (...more: string[]) => {
      const prepared = await prepare('rare.txt', 'model.units=4', ...more);
      const parameters = new Float32Array(parameterCount(prepared.spec)).map((_, k) => Math.sin(k));
      const trained = { parameters, engine: onnxruntime({ threads: 1 }) };
      const test = await languageScores(prepared, prepared.parts.test, trained);
      const { settings } = recipeOf('text');
      const tokenizer = { ...settings.tokenizer, type: more.at(-1)!.split('=')[1] };
      const rows = languageRows(test, { ...settings, tokenizer } as typeof settings);
      return { test, rows: rows.map(({ name }) => name), measures: measuresOf({ test } as Result) };
    };
    for (const shape of ['lines', 'stream']) {
      const { test, rows, measures } = await scoresOf(`dataset.shape=${shape}`, 'tokenizer.type=word');
      // One number of a line, which has 7 to 9 tokens.
      expect(test.language!.unknownShare).toBeGreaterThan(0.05);
      expect(test.language!.unknownShare).toBeLessThan(0.2);
      expect(test.language).not.toHaveProperty('bitsPerCharacter');
      expect(rows).toContain('unknown words');
      expect(rows).not.toContain('bits per character');
      expect(measures['share of unknown test tokens']).toBe(test.language!.unknownShare);
      expect(measures).not.toHaveProperty('test bits per character');
    }
    const known = await scoresOf('dataset.shape=stream', 'tokenizer.type=character');
    expect(known.rows).toContain('bits per character');
    expect(known.measures['test nats per character']).toBeCloseTo(known.test.loss, 12);
  });

  it('with labels are written for each of them, and the share of new ones is told', async () => {
    const args = ['train', 'names-generator', '--data', 'names', '--run', 'names-run', '--epochs', '12'];
    const done = await rnnlab(folder, ...args, ...SMALL, ...set('samples.count=4', 'batch=4'));
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

describe('what cannot be trained on is refused with what to do:', () => {
  it.each<[string, string | Uint8Array, string[], string]>([
    ['a text of 20 characters', 'twenty characters !!', [], 'is too short: its train part has 18 tokens'],
    ['an empty file', '', [], 'is empty: expected text to learn from'],
    ['a file that is not UTF-8', Uint8Array.of(97, 10, 0xe9, 10), [], 'not UTF-8 in line 2: expected text'],
    ['starts that never occur', sentences(60).join('\n'), ['samples.starts=tY'], 'samples.starts has "Y"'],
    ['padding', sentences(60).join('\n'), ['tokenizer.readPadding=true'], 'readPadding must be false'],
    ['a stream of cut texts', sentences(60).join('\n'), ['tokenizer.maxLength=5'], 'maxLength must be none'],
    [
      'a model that answers once',
      sentences(60).join('\n'),
      ['model.preset=sequence-classifier'],
      'model.preset=sequence-classifier answers once, but dataset.type=text needs a model that answers in every step.',
    ],
    [
      'one line where lines are wanted',
      'all in one line',
      ['dataset.shape=lines'],
      'There is 1 line, too few for parts of 0.9, 0.05, 0.05: give more lines or other split.fractions',
    ],
    [
      'no token that is frequent enough',
      sentences(60).join('\n'),
      ['tokenizer.minCount=100000'],
      'no character occurs 100000 times or more in the training part (',
    ],
    ['a field of a text', 'a\nb', ['dataset.field=x'], 'dataset.field is of CSV'],
  ])('%s', async (_, content, settings, sentence) => {
    writeFileSync(join(folder, 'bad.txt'), content);
    await expect(prepare('bad.txt', ...settings)).rejects.toThrow(sentence);
  });

  it('nothing, a table without its column, a file that is not there', async () => {
    await expect(loadData(recipeOf('text').settings)).rejects.toThrow('name a file or folder by --data');
    await expect(loadData(recipeOf('startrek').settings)).rejects.toThrow(
      'The dataset star-trek cannot be downloaded: name the folder with star_trek',
    );
    await expect(prepare('text.csv')).rejects.toThrow(
      'text.csv has the columns id, says: name the one with the text by --set dataset.field=NAME.',
    );
    await expect(prepare('text.jsonl')).rejects.toThrow('has the field says: name the one with the text');
    writeFileSync(join(folder, 'number.jsonl'), '{"a":"x"}\n{"a":5}\n');
    await expect(prepare('number.jsonl', 'dataset.field=a')).rejects.toThrow(
      /^Record 2 of .*number\.jsonl must have a text in the field a, received 5\.$/,
    );
    await expect(prepare('none.txt')).rejects.toThrow(/Cannot read .*none\.txt: it does not exist/);
  });
});
