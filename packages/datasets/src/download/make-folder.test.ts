import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { DatasetError } from '../error.js';
import { download } from './download.js';
import { makeFolder } from './make-folder.js';

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
