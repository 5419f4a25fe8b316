import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTar } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zip } from '../../test/zip-writer.js';
import { newOwner } from '../download/lock.js';
import { DatasetError } from '../error.js';
import { extract } from './extract.js';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await fs.mkdtemp(join(tmpdir(), 'extract-'));
  folder = join(parent, 'some', 'data');
});
afterEach(() => fs.rm(parent, { recursive: true, force: true }));

const ARCHIVE = zip([
  { name: 'a/b.txt', content: 'one' },
  { name: 'c.txt', content: 'two' },
  { name: 'empty/', method: 0 },
]);

describe('extract', () => {
  it('makes the folder with everything in it', async () => {
    await extract(ARCHIVE, folder);
    expect((await fs.readdir(folder, { recursive: true })).sort()).toEqual([
      'a',
      join('a', 'b.txt'),
      'c.txt',
      'empty',
    ]);
    expect(await fs.readFile(join(folder, 'a', 'b.txt'), 'utf8')).toBe('one');
    expect(await fs.readdir(join(parent, 'some'))).toEqual(['data']);
  });

  it('takes an empty folder, and keeps one that is not', async () => {
    await fs.mkdir(folder, { recursive: true });
    await extract(ARCHIVE, folder);
    await expect(extract(ARCHIVE, folder)).rejects.toThrow(
      /data is not empty: expected a new or an empty folder/,
    );
    await expect(extract(ARCHIVE, join(folder, 'c.txt'))).rejects.toThrow(
      /c\.txt cannot be used: a part of the path is a file/,
    );
    expect(await fs.readFile(join(folder, 'c.txt'), 'utf8')).toBe('two');
  });

  it('unpacks what the filter lets through', async () => {
    await extract(ARCHIVE, folder, { filter: (path) => path === 'c.txt' });
    expect(await fs.readdir(folder)).toEqual(['c.txt']);
  });

  it('leaves nothing of an archive that is refused in its middle', async () => {
    const archive = await packTar([
      { header: { name: 'good', size: 1 }, body: 'x' },
      { header: { name: '../../out', size: 1 }, body: 'x' },
    ]);
    await expect(extract(archive, folder)).rejects.toThrow(DatasetError);
    expect(await fs.readdir(parent, { recursive: true })).toEqual(['some']);
  });

  it('ends with the reason of the signal, and leaves nothing', async () => {
    const filter = () => {
      controller.abort(new Error('enough'));
      return true;
    };
    const controller = new AbortController();
    await expect(extract(ARCHIVE, folder, { signal: controller.signal, filter })).rejects.toThrow('enough');
    expect(await fs.readdir(parent, { recursive: true })).toEqual(['some']);
  });

  it('removes what a killed process left', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const left = join(parent, 'some', `.data-unpacking-${newOwner().replace(/^\d+/, String(pid))}`);
    await fs.mkdir(left, { recursive: true });
    await extract(ARCHIVE, folder);
    expect(await fs.readdir(join(parent, 'some'))).toEqual(['data']);
  });

  it('refuses an option that it does not know', async () => {
    await expect(extract(ARCHIVE, folder, { strip: 1 } as object)).rejects.toThrow(
      /extract has no option "strip"/,
    );
  });
});
