import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bytesSource } from '../sources/bytes-source.js';
import { readAll } from '../sources/read-all.js';
import { wholeText } from './whole-text.js';

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
