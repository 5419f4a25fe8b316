import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedSource } from '../../test/chunked-source.js';
import { expectResumable } from '../../test/resume.js';
import { DatasetError } from '../error.js';
import { bytesSource } from '../sources/byte-source.js';
import { readAll } from '../sources/byte-stream.js';
import { textLines, wholeText } from './text-lines.js';

describe('textLines', () => {
  it('gives the lines without breaks, byte-order mark and blank lines, and otherwise as they are', async () => {
    const text = '\uFEFFone\r\n\r\n  \n two \r x\n\nlast\r';
    expect(await textLines(Buffer.from(text)).toArray()).toEqual(['one', ' two \r x', 'last']);
    expect(await textLines(Buffer.from(text), { blank: true }).toArray()).toEqual([
      'one',
      '',
      '  ',
      ' two \r x',
      '',
      'last',
    ]);
    expect(await textLines(new Uint8Array(gzipSync('a\nb'))).toArray()).toEqual(['a', 'b']);
    expect(await textLines(new Uint8Array(0)).toArray()).toEqual([]);
  });

  it('agrees with split in chunks of any size, and resumes anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[ab\n\r é😀]{0,60}$/u),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          const expected = text.split('\n').map((line) => line.replace(/\r$/, ''));
          if (text.endsWith('\n') || text === '') expected.pop();
          const stream = textLines(chunkedSource(text, size), { blank: true });
          expect(await stream.toArray()).toEqual(expected);
          await expectResumable(() => stream);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('names the line that is not text, after the lines before it', async () => {
    const bytes = Buffer.concat([Buffer.from('one\n'.repeat(50_000)), Buffer.from([0xff, 10, 65])]);
    const error = await textLines(bytes)
      .toArray()
      .catch((reason: unknown) => reason);
    expect(error).toEqual(
      new DatasetError(
        '<bytes> has bytes that are not UTF-8 in line 50001: expected text in UTF-8; if it is text, convert it first, for example by iconv -f LATIN1 -t UTF-8.',
      ),
    );
  });

  it('reads a line that is longer than many blocks', async () => {
    const long = 'é'.repeat(700_000);
    expect(await textLines(chunkedSource(`a\n${long}\nb`, 10_000)).toArray()).toEqual(['a', long, 'b']);
  });

  it('refuses an option it does not have', () => {
    expect(() => textLines('a', { keepBlank: true } as object)).toThrow(
      new DatasetError('textLines has no option "keepBlank"; the nearest is "blank".'),
    );
  });
});

it('gives the text of a file as it is, without a byte-order mark', async () => {
  expect(await wholeText(Buffer.from('\uFEFFa\r\n\nb\n'))).toBe('a\r\n\nb\n');
  expect(await wholeText(new Uint8Array(gzipSync('né')))).toBe('né');
  expect(await wholeText(new Uint8Array(0))).toBe('');
});

it('names the line that is not text', async () => {
  await expect(wholeText(Buffer.from([65, 10, 0xff]))).rejects.toThrow(
    '<bytes> has bytes that are not UTF-8 in line 2',
  );
});

it('takes no more into memory than it may', async () => {
  await expect(readAll(bytesSource(new Uint8Array(11)), 10)).rejects.toThrow(
    '<bytes> has more than 10 bytes: expected fewer, to read it whole.',
  );
  expect(await readAll(bytesSource(new Uint8Array(10)), 10)).toHaveLength(10);
});
