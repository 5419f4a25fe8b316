import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DatasetError } from '../error.js';
import { concatBytes } from './byte-stream.js';
import { byteSource, type Readable } from './readable.js';

const bytes = Uint8Array.from({ length: 600_001 }, (_, i) => i % 251);
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path(tmpdir(), 'byte-source-'));
  file = path(folder, 'häufig %20.bin');
  await writeFile(file, bytes);
});
afterAll(() => rm(folder, { recursive: true }));

const kinds: Record<string, () => Readable> = {
  'a path': () => file,
  'a file URL': () => pathToFileURL(file),
  'a file address': () => pathToFileURL(file).href,
  'a Uint8Array': () => bytes,
  'a Buffer': () => Buffer.from(bytes),
  'an ArrayBuffer': () => bytes.slice().buffer,
  'a Blob': () => new Blob([bytes]),
  'a source': () => byteSource(bytes),
};

describe.each(Object.entries(kinds))('%s', (_, readable) => {
  it('gives its size, ranges clipped to it, and a stream from anywhere', async () => {
    const source = byteSource(readable());
    expect(await source.size()).toBe(bytes.length);
    expect(Buffer.compare(await source.read(3, 9), bytes.subarray(3, 9))).toBe(0);
    expect(Buffer.compare(await source.read(600_000, 700_000), bytes.subarray(600_000))).toBe(0);
    expect(await source.read(700_000, 700_001)).toHaveLength(0);
    for (const start of [undefined, 0, 1, 262_144, 600_000, 600_001, 700_000]) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source.stream(start)) chunks.push(chunk);
      expect(Buffer.compare(concatBytes(chunks), bytes.subarray(start))).toBe(0);
    }
    for await (const chunk of source.stream()) {
      expect(chunk.length).toBeGreaterThan(0);
      break; // must close the file, or the folder could not be removed everywhere
    }
  });
});

describe('byteSource', () => {
  it('names a file by its path and a File by its name', () => {
    expect(byteSource(file).name).toBe(file);
    expect(byteSource(Object.assign(new Blob([]), { name: 'a.csv' })).name).toBe('a.csv');
  });

  it('says that there is no file, or that it is a folder', async () => {
    const missing = byteSource(`${file}x`);
    const error = new DatasetError(`There is no file ${file}x.`);
    await expect(missing.size()).rejects.toThrow(error);
    await expect(missing.read(0, 1)).rejects.toThrow(error);
    await expect(missing.stream()[Symbol.asyncIterator]().next()).rejects.toThrow(error);
    await expect(byteSource(folder).read(0, 1)).rejects.toThrow(`${folder} is a folder: expected a file.`);
    await expect(byteSource(folder).stream()[Symbol.asyncIterator]().next()).rejects.toThrow('is a folder');
  });

  it('refuses what it cannot read', () => {
    expect(() => byteSource('ftp://host/file')).toThrow(
      'The address ftp://host/file has the scheme ftp: expected a path, file:, http: or https:.',
    );
    for (const input of [3, null, {}, undefined]) {
      expect(() => byteSource(input as unknown as Readable)).toThrow(DatasetError);
    }
  });

  it('says where there is no file system', async () => {
    vi.stubGlobal('process', undefined);
    const error = await byteSource(file)
      .read(0, 1)
      .catch((reason: unknown) => reason);
    vi.unstubAllGlobals();
    expect(error).toEqual(
      new DatasetError('Reading files needs Node 20.19 or later: there is no file system here.'),
    );
  });
});
