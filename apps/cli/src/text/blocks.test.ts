import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byteTokenizer, trainCharacterTokenizer, trainWordTokenizer } from '@rnnlab/tokenizers';
import { afterAll, describe, expect, it } from 'vitest';
import { blockTokens } from './block-tokens.js';
import { charactersOf, cutBlocks, stringBlocks, textsOf } from './blocks.js';
import { fileBlocks } from './file-blocks.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function write(content: string | Uint8Array): string {
  const path = join(folder, `${files++}.txt`);
  writeFileSync(path, content);
  return path;
}

const line = 'Ζωή, čaj – 𝄞𝄞 and plain words\n';
const text = line.repeat(40);
const whole = (blocks: Parameters<typeof textsOf>[0]): string => [...textsOf(blocks)].join('');

describe.each([
  ['in memory', (text: string, size: number) => stringBlocks('text', text, size)],
  ['in a file', (text: string, size: number) => fileBlocks(write(text), size)],
])('a text %s', (_, blocksOf) => {
  it.each([16, 45, 100, 1 << 20])('is whole in blocks of %i', (size) => {
    const blocks = blocksOf(text, size);
    expect(whole(blocks)).toBe(text);
    expect(charactersOf(blocks)).toBe([...text].length);
    for (const [k, size] of blocks.sizes.entries()) expect([...blocks.read(k)]).toHaveLength(size);
  });

  it('is cut behind line breaks where there are some, and never within a character', () => {
    const blocks = blocksOf(text, 100);
    for (let k = 0; k < blocks.sizes.length; k++) expect(blocks.read(k).endsWith('\n')).toBe(true);
    const long = '𝄞é'.repeat(50);
    expect(whole(blocksOf(long, 7))).toBe(long);
  });

  it('is cut at characters', () => {
    const blocks = blocksOf(text, 100);
    const all = [...text];
    for (const [from, to] of [
      [0, 5],
      [7, 9],
      [30, 300],
      [0, all.length],
      [all.length - 3, all.length],
      [4, 4],
    ] as const) {
      const part = cutBlocks(blocks, from, to);
      expect(whole(part)).toBe(all.slice(from, to).join(''));
      expect(charactersOf(part)).toBe(to - from);
    }
  });

  it.each([
    ['characters', trainCharacterTokenizer([text])],
    ['bytes', byteTokenizer({})],
    ['words', trainWordTokenizer([text])],
  ])('gives the %s of the whole text, wherever it is read and however few are kept', (_, tokenizer) => {
    const expected = tokenizer.encode(text);
    for (const kept of [1, 200, 1 << 20]) {
      const tokens = blockTokens(blocksOf(text, 100), tokenizer, kept);
      expect(tokens.length).toBe(expected.length);
      expect(tokens.read(0, tokens.length)).toEqual(expected);
      for (const [from, to] of [
        [0, 1],
        [37, 160],
        [90, 91],
        [tokens.length - 2, tokens.length],
      ] as const) {
        expect(tokens.read(from, to)).toEqual(expected.slice(from, to));
      }
    }
  });
});

it('blocks are encoded again only when they are no longer kept', () => {
  const blocks = stringBlocks('text', text, 100);
  let reads = 0;
  const counting = {
    ...blocks,
    read(k: number) {
      reads++;
      return blocks.read(k);
    },
  };
  const tokens = blockTokens(counting, byteTokenizer({}));
  for (let k = 0; k < 5; k++) tokens.read(0, tokens.length);
  expect(reads).toBe(blocks.sizes.length);
});

describe('a file', () => {
  it('may begin with a byte-order mark, which is not read', () => {
    expect(whole(fileBlocks(write('\ufeffabc'), 16))).toBe('abc');
  });

  it('that is empty has no blocks', () => {
    expect(fileBlocks(write('')).sizes).toEqual([]);
  });

  it('that is shorter than when it was first read is refused', () => {
    const path = write(text);
    const blocks = fileBlocks(path, 100);
    writeFileSync(path, text.slice(0, 10));
    for (const k of [0, blocks.sizes.length - 1]) {
      expect(() => blocks.read(k)).toThrow('was changed while it was read: start again');
    }
  });

  it('that is not UTF-8 text is refused with the line and what to do', () => {
    const latin = Uint8Array.of(...Buffer.from('fine\nfine\ncaf'), 0xe9, ...Buffer.from('\nmore\n'));
    for (const size of [8, 1 << 20]) {
      expect(() => fileBlocks(write(latin), size)).toThrow(
        /\.txt has bytes that are not UTF-8 in line 3: expected text in UTF-8; if it is text, convert/,
      );
      expect(() => fileBlocks(write('one\ntwo\0\n'), size)).toThrow(
        /has a NUL character in line 2, so it is not text/,
      );
    }
    for (const mark of [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ]) {
      expect(() => fileBlocks(write(Uint8Array.of(...mark, 97, 0)))).toThrow(
        'is UTF-16: expected text in UTF-8',
      );
    }
    expect(() => fileBlocks(write(Uint8Array.of(97, 0xc3)), 16)).toThrow('not UTF-8 in line 1');
    expect(() => fileBlocks(join(folder, 'none'))).toThrow(/Cannot read .*none: it does not exist\./);
  });
});
