import { mkdir, mkdtemp, readdir, readFile, rm, writeFile as write } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunError } from './error.js';
import { writeFile } from './write-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Content that fails when half of it is written. */
async function* failing(code: string): AsyncGenerator<string> {
  yield 'half';
  throw Object.assign(new Error(`${code}: no more`), { code });
}
const content = (code: string): string => failing(code) as unknown as string;

test('writes text and bytes, into folders that do not exist yet', async () => {
  const path = join(folder, 'a/b/file');
  await writeFile(path, 'é');
  expect(await readFile(path, 'utf8')).toBe('é');
  await writeFile(path, Uint8Array.of(1, 2, 3).subarray(1));
  expect([...(await readFile(path))]).toEqual([2, 3]);
  expect(await readdir(join(folder, 'a/b'))).toEqual(['file']);
});

test.each([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EIO', 'EIO: no more'],
])('a write that fails with %s leaves the old file and nothing else', async (code, reason) => {
  const path = join(folder, 'file');
  await write(path, 'old');
  await expect(writeFile(path, content(code))).rejects.toThrow(
    new RunError(`Cannot write ${path}: ${reason}.`),
  );
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['file']);
});

test('a folder in the place of the file is a RunError', async () => {
  const path = join(folder, 'file');
  await mkdir(join(path, 'inside'), { recursive: true });
  await expect(writeFile(path, 'new')).rejects.toThrow(RunError);
  expect(await readdir(folder)).toEqual(['file']);
});

test('a path below a file is a RunError', async () => {
  await write(join(folder, 'file'), '');
  for (const path of [join(folder, 'file/a'), join(folder, 'file/a/b')]) {
    await expect(writeFile(path, 'new')).rejects.toThrow(
      new RunError(`Cannot write ${path}: a part of the path is a file.`),
    );
  }
});

test('of several writes together, one wins as a whole', async () => {
  const path = join(folder, 'file');
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(10_000));
  await Promise.all(texts.map((text) => writeFile(path, text)));
  expect(texts).toContain(await readFile(path, 'utf8'));
  expect(await readdir(folder)).toEqual(['file']);
});
