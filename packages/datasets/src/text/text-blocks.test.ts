import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DatasetError } from '../error.js';
import { blockTokens } from './block-tokens.js';
import { TextBlocks, textBlocks } from './text-blocks.js';

const folder = mkdtempSync(join(tmpdir(), 'rnnlab-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function write(content: string | Uint8Array): string {
  const path = join(folder, `${files++}.txt`);
  writeFileSync(path, content);
  return path;
}

const line = 'Ζωή, čaj – 𝄞𝄞 and plain words\n';
const text = line.repeat(40);
const whole = (blocks: TextBlocks): string => [...blocks].join('');

const codePointsOf = (text: string) => Int32Array.from(text, (character) => character.codePointAt(0)!);
const bytesOf = (text: string) => Int32Array.from(new TextEncoder().encode(text));
const wordsOf = (text: string) => Int32Array.from(text.match(/\S+|\n/g) ?? [], (word) => word.length);

describe.each([
  ['in memory', (text: string, size: number) => TextBlocks.from(text, 'text', { size })],
  ['in a file', (text: string, size: number) => textBlocks(write(text), { size })],
])('a text %s', (_, blocksOf) => {
  it.each([16, 45, 100, 1 << 20])('is whole in blocks of %i', (size) => {
    const blocks = blocksOf(text, size);
    expect(whole(blocks)).toBe(text);
    expect(blocks.characters).toBe([...text].length);
    for (const [k, size] of blocks.sizes.entries()) expect([...blocks.read(k)]).toHaveLength(size);
  });

  it('is cut behind line breaks where there are some, and never within a character', () => {
    const blocks = blocksOf(text, 100);
    for (let k = 0; k < blocks.length; k++) expect(blocks.read(k).endsWith('\n')).toBe(true);
    const long = '𝄞é'.repeat(50);
    expect(whole(blocksOf(long, 7))).toBe(long);
    for (const block of blocksOf(long, 7)) expect(block).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });

  it('is sliced at characters', () => {
    const blocks = blocksOf(text, 100);
    const all = [...text];
    for (const [from, to] of [
      [0, 5],
      [7, 9],
      [30, 300],
      [0, all.length],
      [all.length - 3, all.length],
      [4, 4],
      [5, 4],
      [30, all.length + 10],
    ] as const) {
      const part = blocks.slice(from, to);
      expect(whole(part)).toBe(all.slice(from, to).join(''));
      expect(part.characters).toBe(Math.max(0, Math.min(to, all.length) - from));
    }
    expect(whole(blocks.slice(10).slice(20, 300))).toBe(all.slice(30, 310).join(''));
  });

  it.each([
    ['characters', codePointsOf],
    ['bytes', bytesOf],
    ['words', wordsOf],
  ])('gives the %s of the whole text, wherever it is read and however few are kept', (_, encode) => {
    const expected = encode(text);
    for (const kept of [0, 1, 200, 1 << 20]) {
      const tokens = blockTokens(blocksOf(text, 100), encode, { kept });
      expect(tokens.length).toBe(expected.length);
      expect(tokens.read(0, tokens.length)).toEqual(expected);
      for (const [from, to] of [
        [0, 1],
        [37, 160],
        [90, 91],
        [tokens.length - 2, tokens.length],
        [7, 7],
      ] as const) {
        expect(tokens.read(from, to)).toEqual(expected.slice(from, to));
      }
    }
  });

  it('is a stream that resumes from a position, and from no other slice', async () => {
    const blocks = blocksOf(text, 100).slice(10);
    const iteration = blocks.stream().iterate();
    const read = [(await iteration.next()).value, (await iteration.next()).value];
    const from = JSON.parse(JSON.stringify(iteration.position));
    await iteration.return();
    for await (const block of blocks.stream().iterate({ from })) read.push(block);
    expect(read.join('')).toBe(whole(blocks));
    expect(() => blocks.slice(1).stream().iterate({ from })).toThrow('This position is of another pipeline');
  });
});

describe('blocks', () => {
  it('end where they always did', () => {
    expect([...TextBlocks.from('ab\ncd\nefghijkl', 'text', { size: 5 })]).toEqual([
      'ab\n',
      'cd\n',
      'efghi',
      'jkl',
    ]);
    expect([...textBlocks(write('ab\ncd\nefghijkl'), { size: 5 })]).toEqual(['ab\n', 'cd\n', 'efghi', 'jkl']);
    expect(TextBlocks.from('a'.repeat(40_000)).sizes).toEqual([16_384, 16_384, 7_232]);
    expect(textBlocks(write('é'.repeat(20_000))).sizes).toEqual([8_192, 8_192, 3_616]);
  });

  it('are encoded again only when they are no longer kept', () => {
    const blocks = TextBlocks.from(text, 'text', { size: 100 });
    let reads = 0;
    const counting = new TextBlocks('text', blocks.sizes, (index) => {
      reads++;
      return blocks.read(index);
    });
    const tokens = blockTokens(counting, bytesOf);
    for (let k = 0; k < 5; k++) tokens.read(0, tokens.length);
    expect(reads).toBe(blocks.length);
  });

  it('refuse what is not in them', () => {
    const blocks = TextBlocks.from('abc', 'letters');
    expect(() => blocks.read(1)).toThrow(
      new DatasetError('There is no block at index 1 of letters: expected 0 to 0.'),
    );
    expect(() => blocks.slice(-1)).toThrow('must be a whole number of at least 0, received -1');
    expect(() => TextBlocks.from('abc', 'letters', { size: 3 })).toThrow(
      'TextBlocks.from: size must be a whole number from 4 to 536870912, received 3.',
    );
    const tokens = blockTokens(blocks, bytesOf);
    for (const [from, to] of [
      [0, 4],
      [-1, 2],
      [2, 1],
      [0.5, 1],
    ] as const) {
      expect(() => tokens.read(from, to)).toThrow(
        `There are no tokens from ${from} to ${to} of letters: expected two positions from 0 to 3.`,
      );
    }
    expect(blockTokens(TextBlocks.from(''), bytesOf).read(0, 0)).toHaveLength(0);
  });
});

describe('a file', () => {
  it('may begin with a byte-order mark, which is not read', () => {
    expect(whole(textBlocks(write('\ufeffabc'), { size: 16 }))).toBe('abc');
  });

  it('that is empty has no blocks', () => {
    expect(textBlocks(write('')).length).toBe(0);
  });

  it('that is shorter or no longer text than when it was first read is refused', () => {
    const path = write(text);
    const blocks = textBlocks(path, { size: 100 });
    for (const content of [text.slice(0, 10), new Uint8Array(text.length * 4).fill(0xff)]) {
      writeFileSync(path, content);
      for (const k of [0, blocks.length - 1]) {
        expect(() => blocks.read(k)).toThrow('was changed while it was read: start again');
      }
    }
  });

  it('that has other text of the same length than when it was first read is refused', () => {
    const path = write(text);
    const blocks = textBlocks(path, { size: 100 });
    expect(whole(blocks)).toBe(text);
    writeFileSync(path, text.replaceAll('plain', 'other'));
    // The clock of a file system may stand still for as long as the test takes.
    utimesSync(path, 1, 1);
    for (const k of [0, blocks.length - 1]) {
      expect(() => blocks.read(k)).toThrow(
        new DatasetError(`${path} was changed while it was read: start again when it is whole.`),
      );
    }
    expect(whole(textBlocks(path))).toBe(text.replaceAll('plain', 'other'));
  });

  it('that is not UTF-8 text is refused with the line and what to do', () => {
    const latin = Uint8Array.of(...Buffer.from('fine\nfine\ncaf'), 0xe9, ...Buffer.from('\nmore\n'));
    for (const size of [8, 1 << 20]) {
      expect(() => textBlocks(write(latin), { size })).toThrow(
        /\.txt has bytes that are not UTF-8 in line 3: expected text in UTF-8; if it is text, convert/,
      );
      expect(() => textBlocks(write('one\ntwo\0\n'), { size })).toThrow(
        /has a NUL character in line 2, so it is not text/,
      );
    }
    for (const mark of [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ]) {
      expect(() => textBlocks(write(Uint8Array.of(...mark, 97, 0)))).toThrow(
        'is UTF-16: expected text in UTF-8',
      );
    }
    expect(() => textBlocks(write(Uint8Array.of(97, 0xc3)), { size: 16 })).toThrow('not UTF-8 in line 1');
  });

  it('that cannot be read is refused', () => {
    expect(() => textBlocks(join(folder, 'none'))).toThrow(/^Cannot read .*none: it does not exist\.$/);
    expect(() => textBlocks(folder)).toThrow(/^Cannot read .*: it is a folder\.$/);
    expect(() => textBlocks('')).toThrow(DatasetError);
  });
});
