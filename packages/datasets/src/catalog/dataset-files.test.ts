import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultyServer, faultyServer } from '../../test/faulty-server.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { zip } from '../../test/zip-writer.js';
import type { RemoteFile } from '../download/remote-file.js';
import { DatasetError } from '../error.js';
import { wholeText } from '../text/text-lines.js';
import { locateFile, locateMembers } from './dataset-files.js';

const CARD = { name: 'example' };
const ARCHIVE = zip([
  { name: 'data/a.txt', content: 'one' },
  { name: 'data/b.txt', content: 'two' },
  { name: 'other.txt', content: 'three' },
]);
const MEMBERS = ['data/a.txt', 'data/b.txt'];

let cache: string;
let content: Uint8Array;
let server: FaultyServer;

beforeEach(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'RNNLAB_OFFLINE']) {
    vi.stubEnv(name, '');
  }
  cache = await temporaryFolder();
  content = ARCHIVE;
  server = await faultyServer({ content: () => content });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

function remote(name: string, checked = true): RemoteFile {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, urls: [server.url], ...(checked && { sha256 }) };
}

describe('locateFile', () => {
  it.each(['images-idx3-ubyte.gz', 'images-idx3-ubyte', 'images.idx3-ubyte'])(
    'finds %s in a folder, and downloads nothing',
    async (name) => {
      const folder = await temporaryFolder({ [name]: 'x' });
      const path = await locateFile(CARD, remote('images-idx3-ubyte.gz'), { folder });
      expect(path).toBe(join(folder, name));
      expect(server.requests).toHaveLength(0);
    },
  );

  it('says which file a folder lacks', async () => {
    const folder = await temporaryFolder();
    await expect(locateFile(CARD, remote('train.csv.gz'), { folder })).rejects.toThrow(
      `There is no train.csv.gz or train.csv in ${folder}: expected the files of example, as from ${server.url}.`,
    );
  });

  it('downloads without a folder', async () => {
    const path = await locateFile(CARD, remote('data.zip'), { cache });
    expect(await readFile(path)).toEqual(Buffer.from(ARCHIVE));
  });
});

describe('locateMembers', () => {
  const texts = async (options: object, archive = remote('data.zip')) =>
    Promise.all(
      (await locateMembers(CARD, archive, MEMBERS, options)).map((readable) => wholeText(readable)),
    );

  it('downloads and unpacks once', async () => {
    expect(await texts({ cache })).toEqual(['one', 'two']);
    expect(await texts({ cache, offline: true })).toEqual(['one', 'two']);
    expect(server.requests).toHaveLength(1);
  });

  it('unpacks once for many callers', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => texts({ cache })));
    expect(all).toEqual(Array(4).fill(['one', 'two']));
    expect(server.requests).toHaveLength(1);
  });

  it('unpacks anew what someone removed', async () => {
    const [path] = await locateMembers(CARD, remote('data.zip'), MEMBERS, { cache });
    await rm(path as string);
    expect(await texts({ cache, offline: true })).toEqual(['one', 'two']);
  });

  it('asks for another version on demand', async () => {
    expect(await texts({ cache }, remote('data.zip', false))).toEqual(['one', 'two']);
    content = zip([{ name: 'data/a.txt', content: 'new' }, { name: 'data/b.txt' }]);
    expect(await texts({ cache }, remote('data.zip', false))).toEqual(['one', 'two']);
    expect(await texts({ cache, refresh: true }, remote('data.zip', false))).toEqual(['new', '']);
  });

  it.each([
    ['no archive', new TextEncoder().encode('<html>Please log in</html>'), /is not an archive/],
    ['another archive', zip([{ name: 'x' }]), /does not hold data\/a\.txt: expected the archive of example/],
  ])('does not keep what is %s, where no checksum tells', async (_, wrong, message) => {
    content = wrong;
    await expect(texts({ cache }, remote('data.zip', false))).rejects.toThrow(message);
    content = ARCHIVE;
    expect(await texts({ cache }, remote('data.zip', false))).toEqual(['one', 'two']);
  });

  it.each([
    ['unpacked', { 'data/a.txt': 'one', 'data/b.txt': 'two' }],
    ['unpacked, without the outer folder', { 'a.txt': 'one', 'b.txt': 'two' }],
    ['packed', { 'data.zip': ARCHIVE }],
  ])('finds them in a folder: %s', async (_, files) => {
    const folder = await temporaryFolder(files);
    expect(await texts({ folder })).toEqual(['one', 'two']);
    await expect(stat(join(folder, 'data.zip.unpacked'))).rejects.toThrow(/ENOENT/);
    expect(server.requests).toHaveLength(0);
  });

  it('says which one a folder or an archive lacks', async () => {
    const folder = await temporaryFolder({ 'a.txt': 'one' });
    await expect(texts({ folder })).rejects.toThrow(/^There is no b\.txt or data\.zip in /);
    const other = await temporaryFolder({ 'data.zip': zip([{ name: 'data/a.txt' }]) });
    const error = await texts({ folder: other }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(/data\.zip does not hold data\/b\.txt/);
  });
});
