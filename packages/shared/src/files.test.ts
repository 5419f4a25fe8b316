import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeFolder, syncFolder, writeFileAtomic } from './files.js';
import { nodeModule } from './node-module.js';

let root: string;
beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'rnnlab-files-'));
});
afterAll(() => fs.rm(root, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

let folders = 0;
const newFolder = async (): Promise<string> => {
  const folder = join(root, String(folders++));
  await fs.mkdir(folder);
  return folder;
};

/** The modules that the functions use, so that a test can put an error in their way. */
const used = nodeModule('node:fs/promises');

describe('makeFolder', () => {
  it('makes a folder in others that are not there yet, once or many times', async () => {
    const folder = join(await newFolder(), 'a', 'b', 'c');
    await Promise.all(Array.from({ length: 5 }, () => makeFolder(folder)));
    expect((await fs.stat(folder)).isDirectory()).toBe(true);
    await makeFolder(folder);
  });

  it('refuses what is a file', async () => {
    const file = join(await newFolder(), 'file');
    await fs.writeFile(file, '');
    await expect(makeFolder(file)).rejects.toThrow(/EEXIST/);
    await expect(makeFolder(join(file, 'a'))).rejects.toThrow(/ENOTDIR|EEXIST|ENOENT/);
  });

  it.runIf(process.platform === 'linux')('ends where a folder takes no other', async () => {
    await expect(makeFolder('/proc/a/b/c')).rejects.toThrow(/ENOENT|EACCES|EPERM/);
  });
});

describe('writeFileAtomic', () => {
  it('writes a file and the folders that it is in, and writes it anew', async () => {
    const path = join(await newFolder(), 'a', 'b', 'file.txt');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, Uint8Array.of(50));
    expect(await fs.readFile(path, 'utf8')).toBe('2');
    expect(await fs.readdir(join(path, '..'))).toEqual(['file.txt']);
  });

  it('writes whole files where many write the same one', async () => {
    const folder = await newFolder();
    const path = join(folder, 'file.txt');
    const contents = Array.from({ length: 20 }, (_, k) => String.fromCharCode(97 + k).repeat(100_000));
    const writes = contents.map((content) => writeFileAtomic(path, content));
    await Promise.race(writes);
    while (true) {
      const read = await fs.readFile(path, 'utf8');
      expect(contents.includes(read)).toBe(true);
      if (await Promise.race([Promise.all(writes), new Promise((resolve) => setImmediate(resolve))])) break;
    }
    expect(contents).toContain(await fs.readFile(path, 'utf8'));
    expect(await fs.readdir(folder)).toEqual(['file.txt']);
  });

  it('writes under a name that no other thread or container takes', async () => {
    const path = join(await newFolder(), 'file.txt');
    // A module of its own in the same process, as a thread has.
    vi.resetModules();
    const other = await import('./files.js');
    expect(other.writeFileAtomic).not.toBe(writeFileAtomic);
    const names: unknown[] = [];
    const { open } = used;
    vi.spyOn(used, 'open').mockImplementation((opened, ...args) => {
      if (String(opened).endsWith('.tmp')) names.push(opened);
      return open(opened, ...args);
    });
    await Promise.all([writeFileAtomic(path, 'one'), other.writeFileAtomic(path, 'two')]);
    expect(names).toHaveLength(2);
    expect(names[0]).not.toBe(names[1]);
  });

  it('leaves the old file and no other where the disk is full', async () => {
    const folder = await newFolder();
    const path = join(folder, 'file.txt');
    await writeFileAtomic(path, 'old');
    const { open } = used;
    vi.spyOn(used, 'open').mockImplementation(async (...args) => {
      const file = await open(...args);
      file.writeFile = async () => {
        await file.write('ne');
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      };
      return file;
    });
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow('no space left');
    expect(await fs.readFile(path, 'utf8')).toBe('old');
    expect(await fs.readdir(folder)).toEqual(['file.txt']);
  });

  it('leaves a folder of that name', async () => {
    const folder = await newFolder();
    await fs.mkdir(join(folder, 'taken'));
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow();
    expect(await fs.readdir(folder)).toEqual(['taken']);
  });

  it('brings the content to the disk before the name, and the name in the end', async () => {
    const folder = await newFolder();
    const path = join(folder, 'file.txt');
    const steps: string[] = [];
    const { open, rename } = used;
    vi.spyOn(used, 'open').mockImplementation(async (opened, ...args) => {
      const file = await open(opened, ...args);
      const { sync } = file;
      file.sync = () => {
        steps.push(opened === folder ? 'sync folder' : 'sync file');
        return sync.call(file);
      };
      return file;
    });
    vi.spyOn(used, 'rename').mockImplementation((from, to) => {
      steps.push('rename');
      return rename(from, to);
    });
    await writeFileAtomic(path, 'text');
    expect(steps).toEqual(['sync file', 'rename', 'sync folder']);
  });
});

it('a folder that cannot be synced, or is none, is no error', async () => {
  await syncFolder(join(root, 'none'));
  const folder = await newFolder();
  const { open } = used;
  vi.spyOn(used, 'open').mockImplementation(async (...args) => {
    const file = await open(...args);
    file.sync = () => Promise.reject(new Error('not supported'));
    return file;
  });
  await syncFolder(folder);
});
