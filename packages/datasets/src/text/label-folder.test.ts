import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatasetError } from '../error.js';
import { labelFolder } from './label-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function fill(files: Record<string, string | Uint8Array>) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

async function expectError(message: string) {
  const error = await labelFolder(folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  expect((error as DatasetError).message).toBe(message);
}

describe('labelFolder', () => {
  it('reads one example per line, labels in code-unit order', async () => {
    await fill({ 'b.txt': 'x\ny\n', 'É.txt': 'z', 'Z.txt': 'w\n' });
    const dataset = await labelFolder(folder);
    expect(dataset.toArray()).toEqual([
      { text: 'w', label: 'Z' },
      { text: 'x', label: 'b' },
      { text: 'y', label: 'b' },
      { text: 'z', label: 'É' },
    ]);
    expect(dataset.card).toEqual({
      name: basename(folder),
      features: { text: { kind: 'text' }, label: { kind: 'label', names: ['Z', 'b', 'É'] } },
    });
  });

  it('removes carriage returns, blank lines and a byte-order mark, and keeps the rest', async () => {
    await fill({ 'A.txt': '\uFEFFone\r\n\r\n  \n two \n', 'B.txt': 'Ó Súilleabháin' });
    expect((await labelFolder(folder)).map(({ text }) => text).toArray()).toEqual([
      'one',
      ' two ',
      'Ó Súilleabháin',
    ]);
  });

  it('skips hidden files, folders and other extensions', async () => {
    await fill({ 'A.txt': 'a', 'B.txt': 'b', '._A.txt': '\0', '.txt': '', 'notes.md': '#' });
    await mkdir(join(folder, 'C.txt'));
    expect((await labelFolder(folder)).length).toBe(2);
  });

  it('says that a folder is missing', async () => {
    await rm(folder, { recursive: true });
    await expectError(`There is no folder ${folder}.`);
    await mkdir(folder);
  });

  it('says that the path is a file', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a');
    await expectError(`${folder} is not a folder: expected a folder of <Label>.txt files.`);
  });

  it('says that the folder has no .txt file', async () => {
    await fill({ 'A.csv': 'a' });
    await expectError(`There is no .txt file in ${folder}: expected one <Label>.txt file per label.`);
  });

  it('says that there is only one label', async () => {
    await fill({ 'Dutch.txt': 'a' });
    await expectError(`${folder} has only one label, Dutch: expected two or more <Label>.txt files.`);
  });

  it.each(['', '\n \r\n', '\uFEFF'])('names an empty file (%j)', async (content) => {
    await fill({ 'A.txt': 'a', 'B.txt': content });
    await expectError(`${join(folder, 'B.txt')} is empty: expected one example per line.`);
  });

  it('names the file and line that is not UTF-8', async () => {
    await fill({ 'A.txt': 'a', 'B.txt': Buffer.from('one\n\n\xe9two\nthree', 'latin1') });
    await expectError(
      `${join(folder, 'B.txt')} has bytes that are not UTF-8 in line 3: expected text in UTF-8; if it is text, convert it first, for example by iconv -f LATIN1 -t UTF-8.`,
    );
  });

  it('refuses UTF-16', async () => {
    await fill({ 'A.txt': 'a', 'B.txt': Buffer.from('\uFEFFone\n', 'utf16le') });
    await expectError(
      `${join(folder, 'B.txt')} has bytes that are not UTF-8 in line 1: expected text in UTF-8; if it is text, convert it first, for example by iconv -f LATIN1 -t UTF-8.`,
    );
  });

  it('names the file and line of binary data that happens to be UTF-8', async () => {
    await fill({ 'A.txt': 'a', 'B.txt': 'one\nt\0wo' });
    await expectError(
      `${join(folder, 'B.txt')} has a NUL character in line 2, so it is not text: expected text in UTF-8.`,
    );
  });

  it('says where there is no Node', async () => {
    vi.stubGlobal('process', undefined);
    const error = await labelFolder(folder).catch((reason: unknown) => reason);
    vi.unstubAllGlobals();
    expect(error).toEqual(
      new DatasetError('Reading files needs Node 20.19 or later: there is no file system here.'),
    );
  });
});
