import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parameterCount } from '@rnnlab/models';
import { byteTokenizer, characterTokenizer, trainWordTokenizer } from '@rnnlab/tokenizers';
import { onnxruntime, type TokenStream, tokenStream } from '@rnnlab/trainer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '../../test/sentences.js';
import { recipeOf } from '../recipes/index.js';
import { languageRows, measuresOf } from '../runs/measures.js';
import type { Result } from '../runs/stored-run.js';
import { applySettings } from '../settings/change.js';
import { noveltyOf } from './generation.js';
import { loadData, taskOf } from './index.js';
import { warmUpOf } from './language-model.js';
import { languageScores } from './language-scores.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-texts-'));

beforeAll(() => {
  const all = sentences(600);
  writeFileSync(join(folder, 'text.txt'), `${all.join('\n')}\n`);
  writeFileSync(join(folder, 'text.csv'), `id,says\n${all.map((text, k) => `${k},"${text}"`).join('\n')}\n`);
  writeFileSync(join(folder, 'text.jsonl'), all.map((says) => `${JSON.stringify({ says })}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A text of the folder as a model would read it. */
async function prepare(file: string, ...assignments: string[]) {
  const settings = applySettings(recipeOf('text'), [...assignments, `dataset.path=${join(folder, file)}`]);
  return taskOf(settings).prepare(settings, await loadData(settings));
}

describe('one long text', () => {
  it.each(['byte', 'byte-pair', 'word', 'character'])('may be read by %s', async (type) => {
    const sizes = type === 'byte-pair' ? ['tokenizer.vocabularySize=270'] : [];
    const { parts, tokenizer, spec } = await prepare(
      'text.txt',
      `tokenizer.type=${type}`,
      'batchSize=4',
      ...sizes,
    );
    const text = readFileSync(join(folder, 'text.txt'), 'latin1');
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
});

describe('what cannot be trained on is refused with what to do:', () => {
  it.each<[string, string | Uint8Array, string[], string]>([
    ['a text of 20 characters', 'twenty characters !!', [], 'is too short: its train part has 18 tokens'],
    ['an empty file', '', [], 'is empty: expected text to learn from'],
    ['a file that is not UTF-8', Uint8Array.of(97, 10, 0xe9, 10), [], 'not UTF-8 in line 2: expected text'],
    ['starts that never occur', sentences(60).join('\n'), ['samples.prompts=tY'], 'samples.prompts has "Y"'],
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
      ['tokenizer.minFrequency=100000'],
      'no character occurs 100000 times or more in the training part (',
    ],
    ['a field of a text', 'a\nb', ['dataset.field=x'], 'dataset.field is of CSV'],
  ])('%s', async (_, content, settings, sentence) => {
    writeFileSync(join(folder, 'bad.txt'), content);
    await expect(prepare('bad.txt', ...settings)).rejects.toThrow(sentence);
  });

  it('nothing, a table without its column, a file that is not there', async () => {
    await expect(loadData(recipeOf('text').settings)).rejects.toThrow(
      'dataset.path must name a file or folder',
    );
    await expect(loadData(recipeOf('startrek').settings)).rejects.toThrow(
      'The dataset star-trek cannot be downloaded: dataset.folder must name the folder with star_trek',
    );
    await expect(prepare('text.csv')).rejects.toThrow(
      'text.csv has the columns id, says: dataset.field must name the one with the text.',
    );
    await expect(prepare('text.jsonl')).rejects.toThrow(
      'has the field says: dataset.field must name the one with the text',
    );
    writeFileSync(join(folder, 'number.jsonl'), '{"a":"x"}\n{"a":5}\n');
    await expect(prepare('number.jsonl', 'dataset.field=a')).rejects.toThrow(
      /^Record 2 of .*number\.jsonl must have a text in the field a, received 5\.$/,
    );
    await expect(prepare('none.txt')).rejects.toThrow(/Cannot read .*none\.txt: it does not exist/);
  });
});

const line = 'One line after another.\n';

it.each([
  ['ends where the last line does', `${line.repeat(9)}One li`, line.repeat(9).slice(-64)],
  [
    'ends where the last paragraph does',
    `${line.repeat(9)}\n${line}One li`,
    `${line.repeat(9)}\n`.slice(-64),
  ],
  ['is no longer than the text', `${line}One`, line],
  ['is the end of a text without lines', 'abc'.repeat(99), 'abc'.repeat(99).slice(-64)],
  [
    'is that of a text whose last line is very long',
    `${line}${'abc'.repeat(999)}`,
    'abc'.repeat(99).slice(-64),
  ],
])('%s', (_, text, expected) => {
  const tokenizers = [byteTokenizer(), characterTokenizer({ characters: [...new Set(text)].join('') })];
  for (const tokenizer of tokenizers) {
    const stream = tokenStream({ tokens: tokenizer.encode(text), window: 10 });
    expect(tokenizer.decode(warmUpOf(stream, tokenizer))).toBe(expected);
  }
});

it('is of words', () => {
  const words = trainWordTokenizer(['the cat and the dog']);
  const stream = tokenStream({ tokens: words.encode('the dog\nand the cat'), window: 2 });
  expect(words.decode(warmUpOf(stream, words))).toBe('the dog and the cat');
});
