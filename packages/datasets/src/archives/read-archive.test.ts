import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { type ZipEntrySpec, zip } from '../../test/zip-writer.js';
import { DatasetError } from '../error.js';
import type { Readable } from '../sources/readable.js';
import type { ArchiveLimits } from './entry.js';
import { readArchive } from './read-archive.js';

afterEach(() => vi.unstubAllGlobals());

/** Path → content, or `null` for a folder. */
async function contents(archive: Readable, limits?: ArchiveLimits): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {};
  for await (const { path, kind, bytes, content } of readArchive(archive, limits)) {
    const parts: Uint8Array[] = [];
    for await (const chunk of content()) parts.push(chunk);
    const all = Buffer.concat(parts);
    expect(bytes ?? all.length).toBe(all.length);
    found[path] = kind === 'folder' ? null : all.toString('latin1');
  }
  return found;
}

/** The message of the error of reading it. */
async function refusal(archive: Uint8Array, limits?: ArchiveLimits): Promise<string> {
  const error = await contents(archive, limits).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
}

function tar(
  ...entries: readonly (readonly [name: string, body: string, header?: Partial<TarEntry['header']>])[]
) {
  return packTar(
    entries.map(([name, body, header]) => ({
      header: { name, size: Buffer.byteLength(body), ...header },
      body,
    })),
  );
}

const LONG = `${'folder/'.repeat(30)}${'name'.repeat(40)}.txt`;
const BIG = 'x'.repeat(300_000);

describe('a tar archive', () => {
  it('gives its files and folders, also those with long names', async () => {
    const archive = await tar(
      ['./', '', { type: 'directory' }],
      ['./a/', '', { type: 'directory' }],
      ['./a/b.txt', 'one'],
      ['empty', ''],
      [LONG, 'two'],
      ['näme', BIG],
      ['last', 'end'],
    );
    const expected = { a: null, 'a/b.txt': 'one', empty: '', [LONG]: 'two', näme: BIG, last: 'end' };
    expect(await contents(archive)).toEqual(expected);
    const packed = gzipSync(archive);
    expect(await contents(packed)).toEqual(expected);
    expect(await contents(new Blob([archive]))).toEqual(expected);
    vi.stubGlobal('process', Object.create(process, { getBuiltinModule: { value: undefined } }));
    expect(await contents(packed)).toEqual(expected);
  });

  it('takes GNU long names', async () => {
    const [marker, file] = [await tar(['././@LongLink', `${LONG}\0`]), await tar(['short', 'text'])];
    marker[156] = 'L'.charCodeAt(0);
    const sum = marker
      .subarray(0, 512)
      .reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    marker.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    const archive = Buffer.concat([marker.subarray(0, 512 + 512), file]);
    expect(await contents(archive)).toEqual({ [LONG]: 'text' });
  });

  it('skips files that are not read', async () => {
    const archive = await tar(['a', BIG], ['b', 'two'], ['c', BIG]);
    const paths: string[] = [];
    for await (const { path } of readArchive(archive)) paths.push(path);
    expect(paths).toEqual(['a', 'b', 'c']);
    for await (const { path } of readArchive(archive)) if (path === 'b') break;
  });

  it.each([
    ['../out', {}, /"\.\.\/out", which leads out of the folder/],
    ['a/../../out', {}, /leads out of the folder/],
    ['/etc/passwd', {}, /is an absolute path/],
    ['C:/windows', {}, /is a path of Windows/],
    ['..\\out', {}, /is a path of Windows/],
    ['a\nb', {}, /has control characters/],
    [`${'x'.repeat(300)}`, {}, /is too long/],
    ['link', { type: 'symlink', linkname: '../out' }, /"link", which is a link/],
    ['link', { type: 'symlink', linkname: 'inside' }, /is a link/],
    ['link', { type: 'link', linkname: '/etc/passwd' }, /is a link/],
    ['dev', { type: 'character-device' }, /is a character-device/],
    ['pipe', { type: 'fifo' }, /is a fifo/],
    ['sparse', { pax: { 'GNU.sparse.major': '1' } }, /is a sparse file/],
  ] as const)('with the entry %j %j is refused', async (name, header, message) => {
    expect(await refusal(await tar(['good', 'x'], [name, '', header]))).toMatch(message);
  });

  it('with a name twice, or below a file, is refused', async () => {
    expect(await refusal(await tar(['a', '1'], ['./a', '2']))).toMatch(/two entries with the name "a"/);
    expect(await refusal(await tar(['a', '1'], ['a/b', '2']))).toMatch(/"a\/b" below "a", which is a file/);
    expect(await refusal(await tar(['a/b', '1'], ['a', '2']))).toMatch(/two entries with the name "a"/);
  });

  it('that is cut or damaged is refused', async () => {
    const archive = await tar(['a', BIG], ['b', 'two']);
    for (const length of [0, 100, 511, 700, 200_000, archive.length - 600]) {
      await refusal(archive.subarray(0, length));
    }
    const damaged = archive.slice();
    damaged[3] = 0x41;
    expect(await refusal(damaged)).toMatch(/is not an archive/);
    expect(await refusal(gzipSync(archive).subarray(0, 200))).toMatch(/ends in the middle of its gzip data/);
  });
});

describe('a zip archive', () => {
  it.each([
    ['deflated', {}],
    ['stored', { method: 0 }],
    ['zip64', { zip64: true }],
    ['with data descriptors', { descriptor: true }],
    ['with the modes of Unix', { mode: 0o100644 }],
  ])('gives its files and folders: %s', async (_, spec) => {
    const entries: ZipEntrySpec[] = [
      { name: 'a/', method: 0 },
      { ...spec, name: 'a/b.txt', content: 'one' },
      { ...spec, name: 'empty' },
      { ...spec, name: 'näme', content: BIG },
      { ...spec, name: LONG, content: 'two' },
    ];
    const expected = { a: null, 'a/b.txt': 'one', empty: '', näme: BIG, [LONG]: 'two' };
    expect(await contents(zip(entries))).toEqual(expected);
    expect(await contents(zip(entries, { zip64: true, comment: 'a comment PK\u0005\u0006' }))).toEqual(
      expected,
    );
    vi.stubGlobal('process', undefined);
    expect(await contents(zip(entries))).toEqual(expected);
  });

  it('without entries is empty', async () => {
    expect(await contents(zip([]))).toEqual({});
  });

  it('takes names in code page 437 and in UTF-8 that is not marked', async () => {
    const names = [Uint8Array.of(0x81, 0x62), new TextEncoder().encode('Ş')];
    const archive = zip(names.map((name) => ({ name, content: 'x' })));
    expect(await contents(archive)).toEqual({ üb: 'x', Ş: 'x' });
  });

  it.each([
    [{ name: '../out' }, /leads out of the folder/],
    [{ name: '/etc/passwd' }, /is an absolute path/],
    [{ name: 'a\\b' }, /is a path of Windows/],
    [{ name: 'a\u0000b' }, /has control characters/],
    [{ name: 'x'.repeat(60_000) }, /is too long/],
    [{ name: 'link', mode: 0o120777, content: '../out' }, /is a link/],
    [{ name: 'dev', mode: 0o020644 }, /is a device/],
    [{ name: 'secret', flags: 1 }, /is encrypted/],
    [{ name: 'lzma', method: 14 }, /compression method 14: expected 0 \(stored\) or 8 \(deflate\)/],
    [{ name: 'folder/', content: 'x' }, /folder "folder\/" has content/],
    [{ name: 'a', content: BIG, claim: { unpacked: 1000 } }, /unpacks to more than the 1000 bytes/],
    [{ name: 'a', content: 'x', claim: { unpacked: 1000 } }, /unpacks to 1 bytes: expected the 1000/],
    [{ name: 'a', content: 'x', claim: { crc: 1 } }, /its CRC-32 is [0-9a-f]{8}, expected 00000001/],
    [{ name: 'a', content: 'x', claim: { packed: 5000 } }, /overlaps another/],
    [{ name: 'a', content: 'x', claim: { offset: 5000 } }, /directory is wrong about "a"/],
    [{ name: 'a', content: 'x', claim: { localName: 'b' } }, /directory is wrong about "a"/],
    [{ name: 'a', content: 'abc', method: 0, claim: { packed: 2 } }, /directory is wrong about "a"/],
  ] as const)('with the entry %j is refused', async (entry, message) => {
    expect(await refusal(zip([{ name: 'good', content: 'x' }, entry]))).toMatch(message);
  });

  it('whose entries share bytes is refused', async () => {
    const entries = [
      { name: 'a', content: BIG },
      { name: 'a', content: BIG, claim: { offset: 0 } },
    ];
    expect(await refusal(zip(entries))).toMatch(
      /overlaps another: expected each entry to have its own bytes/,
    );
  });

  it('with a name twice is refused', async () => {
    expect(await refusal(zip([{ name: 'a' }, { name: 'a' }]))).toMatch(/two entries with the name "a"/);
  });

  it('that is cut, or counts wrongly, is refused', async () => {
    const entries = [{ name: 'a', content: BIG }];
    expect(await refusal(zip(entries).subarray(0, -1))).toMatch(/is not a whole zip archive/);
    expect(await refusal(zip(entries, { count: 2 }))).toMatch(/not a valid zip archive/);
    expect(await refusal(zip([...entries, { name: 'b' }], { count: 1 }))).toMatch(/more than 1 entries/);
    expect(await refusal(zip(entries, { count: 65_534 }))).toMatch(/not where the archive says/);
  });
});

describe('a gzip file', () => {
  it('is one file, named after the archive', async () => {
    const file = new File([gzipSync('text'), gzipSync(' and more')], 'ptb.txt.gz');
    expect(await contents(file)).toEqual({ 'ptb.txt': 'text and more' });
    expect(await contents(gzipSync(''))).toEqual({ '<bytes>': '' });
  });
});

describe('a decompression bomb', () => {
  const zeros = new Uint8Array(40 * 2 ** 20);

  it('is refused by its ratio, before it is unpacked', async () => {
    const message = /unpacks to more than 200 times its size: expected no decompression bomb/;
    expect(await refusal(zip([{ name: 'zeros', content: zeros }]))).toMatch(message);
    expect(await refusal(gzipSync(zeros))).toMatch(message);
    const archive = await packTar([{ header: { name: 'zeros', size: zeros.length }, body: zeros }]);
    expect(await refusal(gzipSync(archive))).toMatch(message);
    expect(Object.keys(await contents(gzipSync(zeros), { maxRatio: 2000 }))).toHaveLength(1);
  });

  it('is refused by its size and its number of entries', async () => {
    const archives = [
      await tar(['a', BIG], ['b', BIG]),
      zip([
        { name: 'a', content: BIG },
        { name: 'b', content: BIG },
      ]),
    ];
    for (const archive of [...archives, gzipSync(archives[0]!)]) {
      expect(await refusal(archive, { maxBytes: 400_000 })).toMatch(
        /unpacks to more than 400000 bytes.*option maxBytes/,
      );
      expect(await refusal(archive, { maxEntries: 1 })).toMatch(/has more than 1 entries.*option maxEntries/);
      expect(Object.keys(await contents(archive, { maxBytes: 700_000, maxEntries: 2 }))).toEqual(['a', 'b']);
    }
    expect(await refusal(archives[0]!, { maxRatio: Number.NaN })).toMatch(
      /option maxRatio of an archive is NaN/,
    );
  });
});

describe('a damaged archive', () => {
  const read = (bytes: Uint8Array) => contents(bytes, { maxBytes: 2 ** 24 });

  it('is read or refused, whatever it is: tar', async () => {
    const archive = await tar(['a/', '', { type: 'directory' }], ['a/b', 'text'], [LONG, 'x'.repeat(2000)]);
    const { refused } = await expectOnlyDatasetErrors(read, [archive, gzipSync(archive)], { count: 300 });
    expect(refused).toBeGreaterThan(100);
  });

  it('is read or refused, whatever it is: zip', async () => {
    const entries = [
      { name: 'a/', method: 0 },
      { name: 'a/b', content: 'text' },
      { name: 'c', content: BIG, zip64: true },
    ];
    const archives = [
      zip(entries),
      zip(
        entries.map((entry) => ({ ...entry, method: 0, content: '' })),
        { zip64: true },
      ),
    ];
    const { refused } = await expectOnlyDatasetErrors(read, archives, { count: 300 });
    expect(refused).toBeGreaterThan(100);
  });

  it('is read or refused, whatever it is: gzip', async () => {
    const { refused } = await expectOnlyDatasetErrors(read, [gzipSync('some text, some text')], {
      count: 300,
    });
    expect(refused).toBeGreaterThan(100);
  });
});

it('refuses what is no archive', async () => {
  expect(await refusal(new TextEncoder().encode('a,b\n1,2\n'))).toMatch(
    /^<bytes> is not an archive: expected a tar, tar\.gz, zip or gzip file\.$/,
  );
});
