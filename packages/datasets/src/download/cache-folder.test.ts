import * as fs from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { DatasetError } from '../error.js';
import {
  cacheFolder,
  cacheFolderOn,
  isOffline,
  makeFolder,
  requireFileSystem,
  rethrowDiskError,
} from './cache-folder.js';
import { download } from './download.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('the cache', () => {
  it.each([
    ['linux', {}, '/home/ann/.cache/rnnlab'],
    ['linux', { XDG_CACHE_HOME: '/var/cache/ann' }, '/var/cache/ann/rnnlab'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ann/.cache/rnnlab'],
    ['darwin', { XDG_CACHE_HOME: '/x' }, '/home/ann/Library/Caches/rnnlab'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\rnnlab\\Cache'],
    ['win32', {}, '\\home\\ann\\AppData\\Local\\rnnlab\\Cache'],
    ['linux', { RNNLAB_CACHE: '/data/cache', XDG_CACHE_HOME: '/x' }, '/data/cache'],
  ])('is on %s with %j in %s', (platform, env, expected) => {
    expect(cacheFolderOn(platform, env, () => '/home/ann')).toBe(expected);
  });

  it('is where RNNLAB_CACHE says, as an absolute path', () => {
    vi.stubEnv('RNNLAB_CACHE', 'some/folder');
    expect(cacheFolder()).toBe(resolve('some/folder'));
  });

  it.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['', false],
    [undefined, false],
  ])('is all there is with RNNLAB_OFFLINE=%s: %s', (value, expected) => {
    vi.stubEnv('RNNLAB_OFFLINE', value);
    expect(isOffline()).toBe(expected);
  });

  it('needs Node, and says so elsewhere', () => {
    requireFileSystem();
    vi.stubGlobal('process', undefined);
    expect(requireFileSystem).toThrow(/^Downloading into a cache needs Node 20\.19 or later/);
  });
});

it('makes a folder in others that are not there yet, once or many times', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 5 }, () => makeFolder(folder)));
  expect((await fs.stat(folder)).isDirectory()).toBe(true);
  await makeFolder(folder);
});

it.skipIf(process.platform === 'win32')(
  'follows a link to a folder, and refuses one to nowhere',
  async () => {
    const root = await temporaryFolder();
    await fs.mkdir(join(root, 'real'));
    await fs.symlink(join(root, 'real'), join(root, 'link'));
    await makeFolder(join(root, 'link', 'a'));
    expect((await fs.stat(join(root, 'real', 'a'))).isDirectory()).toBe(true);
    const dangling = join(root, 'dangling');
    await fs.symlink(join(root, 'missing'), dangling);
    await expect(makeFolder(join(dangling, 'a'))).rejects.toThrow(
      new DatasetError(`${dangling} is a link to a place that does not exist: expected a folder.`),
    );
  },
);

it('refuses what is a file', async () => {
  const root = await temporaryFolder({ file: '' });
  await expect(makeFolder(join(root, 'file'))).rejects.toThrow(/EEXIST/);
  await expect(makeFolder(join(root, 'file', 'a'))).rejects.toThrow(/ENOTDIR|EEXIST|ENOENT/);
});

it.runIf(process.platform === 'linux')('ends where a folder takes no other', async () => {
  const file = { name: 'x', urls: ['http://127.0.0.1:1/x'] };
  await expect(download(file, { cache: '/proc/x', retries: 0, offline: false })).rejects.toThrow(
    new DatasetError('The folder /proc/x cannot be made: expected a place that takes new folders.'),
  );
});

const failed = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });

describe('the error of a disk', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'permission is denied'],
    ['EIO', 'the disk gave an error'],
    ['EUNKNOWN', 'EUNKNOWN'],
  ])('of %s is one sentence', (code, reason) => {
    expect(() => rethrowDiskError('/c')(failed(code))).toThrow(
      new DatasetError(
        `Cannot write to /c: ${reason}; put that right, or choose another folder with RNNLAB_CACHE.`,
      ),
    );
  });

  it('is not made of other errors', () => {
    for (const error of [
      new DatasetError('Known.'),
      new Error('of a callback'),
      AbortSignal.abort().reason,
    ]) {
      expect(() => rethrowDiskError('/c')(error)).toThrow(error);
    }
  });
});
