import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Fault,
  type FaultyServer,
  type FaultyServerOptions,
  faultyServer,
} from '../../test/faulty-server.js';
import { DatasetError } from '../error.js';
import { HttpError } from '../http/http-error.js';
import { type DownloadOptions, type DownloadProgress, download } from './download.js';
import type { RemoteFile } from './remote-file.js';

const CONTENT = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) % 251);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

let cache: string;
const servers: FaultyServer[] = [];

beforeEach(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, '');
  vi.stubEnv('RNNLAB_OFFLINE', '');
  cache = await fs.mkdtemp(join(tmpdir(), 'download-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await fs.rm(cache, { recursive: true, force: true });
});

/** A server whose answers have these faults in turn, and none after them. */
async function serve(faults: readonly Fault[] = [], options: Partial<FaultyServerOptions> = {}) {
  const fault = (request: number): Fault => faults[request] ?? { kind: 'none' };
  const server = await faultyServer({ content: () => CONTENT, fault, ...options });
  servers.push(server);
  return server;
}

function file(
  urls: readonly string[],
  expected: Partial<RemoteFile> = { sha256: sha256(CONTENT) },
): RemoteFile {
  return { name: 'data.bin', urls, ...expected };
}

/** Downloads with short waits. */
function get(remote: RemoteFile, options: DownloadOptions = {}): Promise<string> {
  return download(remote, { cache, firstDelay: 0.001, timeout: 5, ...options });
}

/**
 * The connection is cut after so many bytes.
 *
 * @param total Bytes that are in the cache by then, with those of earlier connections.
 */
function cut(after: number, total = after): Fault {
  const when = async () => {
    const all = await fs.readdir(cache, { recursive: true, withFileTypes: true });
    const data = all.filter(({ name }) => name === 'data').map((entry) => join(entry.parentPath, entry.name));
    const sizes = await Promise.all(
      data.map(async (path) => (await fs.stat(path).catch(() => undefined))?.size ?? 0),
    );
    return sizes.some((size) => size >= total);
  };
  return { kind: 'cut', after, when };
}

async function failure(promise: Promise<unknown>): Promise<DatasetError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatasetError);
  return error as DatasetError;
}

/** All files in the cache, except those that are hidden or in hidden folders. */
async function visible(): Promise<string[]> {
  const all = await fs.readdir(cache, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && !/[\\/]\./.test(join(entry.parentPath, entry.name)))
    .map(({ name }) => name);
}

describe('download', () => {
  it('gives the path of the file, and does not ask again', async () => {
    const server = await serve();
    const path = await get(file([server.url]));
    expect(await fs.readFile(path)).toEqual(Buffer.from(CONTENT));
    expect(path.startsWith(cache)).toBe(true);
    expect(await get(file([server.url]))).toBe(path);
    expect(server.requests).toHaveLength(1);
    expect((await fs.readdir(dirname(path))).sort()).toEqual(['.data.bin.json', 'data.bin']);
  });

  it('takes files without a checksum, by their address', async () => {
    const [a, b] = [await serve(), await serve([], { content: () => CONTENT.subarray(1) })];
    const paths = [await get(file([a.url], {})), await get(file([b.url], {}))];
    expect(await fs.readFile(paths[0]!)).toEqual(Buffer.from(CONTENT));
    expect(await fs.readFile(paths[1]!)).toEqual(Buffer.from(CONTENT.subarray(1)));
  });

  it('takes an empty file', async () => {
    const server = await serve([], { content: () => new Uint8Array() });
    const path = await get(file([server.url], { bytes: 0, md5: md5(new Uint8Array()) }));
    expect((await fs.stat(path)).size).toBe(0);
  });

  it('resumes where a connection was cut, if the file is still the same', async () => {
    const server = await serve([cut(30_000), cut(20_000, 50_000)]);
    const path = await get(file([server.url], {}));
    expect(await fs.readFile(path)).toEqual(Buffer.from(CONTENT));
    expect(server.requests[0]).toEqual({ range: undefined, ifRange: undefined });
    expect(server.requests[1]!.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(server.requests[1]!.ifRange).toMatch(/^"/);
  });

  it.each(['etag', 'last-modified', 'weak-etag', 'none'] as const)(
    'never joins parts of two versions, with %s',
    async (validator) => {
      let content = CONTENT;
      const fault = (request: number): Fault => {
        if (request === 0) return cut(40_000);
        content = CONTENT.map((byte) => byte ^ 1);
        return { kind: 'none' };
      };
      const server = await serve([], { content: () => content, fault, validator });
      const path = await get(file([server.url], {}));
      expect(sha256(await fs.readFile(path))).toBe(sha256(content));
    },
  );

  it('notices a server that gives the rest of another version', async () => {
    let content = CONTENT;
    const fault = (request: number): Fault => {
      if (request === 0) return cut(40_000);
      content = CONTENT.map((byte) => byte ^ 1);
      return { kind: 'if-range-ignored' };
    };
    const server = await serve([], { content: () => content, fault });
    expect(sha256(await fs.readFile(await get(file([server.url], {}))))).toBe(sha256(content));
  });

  it.each([{ kind: 'range-ignored' }, { kind: 'wrong-range' }, { kind: 'status', status: 416 }] as const)(
    'begins anew where the rest cannot be had: $kind',
    async (fault) => {
      const server = await serve([cut(40_000), fault]);
      expect(await fs.readFile(await get(file([server.url])))).toEqual(Buffer.from(CONTENT));
    },
  );

  it('tries the mirrors in their order, and says for each why it did not help', async () => {
    const [gone, wrong] = [
      await serve([{ kind: 'status', status: 404 }]),
      await serve([{ kind: 'wrong-bytes' }, { kind: 'wrong-bytes' }]),
    ];
    const good = await serve();
    const path = await get(file([gone.url, wrong.url, good.url]));
    expect(await fs.readFile(path)).toEqual(Buffer.from(CONTENT));
    expect([gone, wrong, good].map(({ requests }) => requests.length)).toEqual([1, 1, 1]);

    const bad = [
      await serve([{ kind: 'status', status: 404 }]),
      await serve([], { content: () => new Uint8Array(5) }),
    ];
    const error = await failure(
      get(
        file(
          bad.map(({ url }) => url),
          { md5: md5(new Uint8Array(1)) },
        ),
      ),
    );
    expect(error).toBeInstanceOf(HttpError);
    expect(error.message).toMatch(
      /^data\.bin cannot be downloaded: http:\S+ cannot be read: .*404 \(not found\); http:\S+ gave another file than expected: its md5 is [0-9a-f]{32}, that of data\.bin is [0-9a-f]{32}\.$/,
    );
    expect(await visible()).toEqual(['data.bin']);
  });

  it('resumes at another mirror only if a checksum proves the result', async () => {
    const down = (request: number): Fault => (request === 0 ? cut(50_000) : { kind: 'refuse' });
    const [first, second] = [await serve([], { fault: down }), await serve()];
    await get(file([first.url, second.url]));
    expect(second.requests[0]!.range).toMatch(/^bytes=[1-9]/);

    const [third, fourth] = [await serve([], { fault: down }), await serve()];
    const path = await get(file([third.url, fourth.url], {}));
    expect(fourth.requests[0]!.range).toBeUndefined();
    expect(await fs.readFile(path)).toEqual(Buffer.from(CONTENT));
  });

  it('gives up after the retries, and keeps what it has for the next time', async () => {
    const server = await serve([
      cut(60_000),
      { kind: 'status', status: 503 },
      { kind: 'status', status: 500 },
    ]);
    const waits: number[] = [];
    const onRetry = ({ retry }: { retry: number }) => void waits.push(retry);
    const error = await failure(get(file([server.url]), { retries: 2, onRetry }));
    expect(error.message).toMatch(/500 \(internal server error\)\.$/);
    expect(waits).toEqual([1, 2]);
    expect(await visible()).toEqual([]);
    await get(file([server.url]));
    expect(server.requests[3]!.range).toMatch(/^bytes=[1-9]/);
  });

  it('waits as long as the server asks for', async () => {
    const server = await serve([{ kind: 'status', status: 429, retryAfter: '0.2' }]);
    const waits: number[] = [];
    await get(file([server.url]), { onRetry: ({ delay }) => void waits.push(delay) });
    expect(waits).toEqual([0.2]);
  });

  it('takes a stalled connection for cut', async () => {
    const server = await serve([{ kind: 'stall', after: 10_000 }]);
    const path = await get(file([server.url]), { timeout: 0.2 });
    expect(await fs.readFile(path)).toEqual(Buffer.from(CONTENT));
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['a longer file', { bytes: CONTENT.length - 1 }, /has 100000 bytes: expected the 99999 of data\.bin/],
    ['a shorter file', { bytes: CONTENT.length + 1 }, /has 100000 bytes: expected the 100001 of data\.bin/],
    [
      'another sha256',
      { sha256: 'ab'.repeat(32) },
      /its sha256 is [0-9a-f]{64}, that of data\.bin is (ab){32}/,
    ],
  ])('refuses %s', async (_, expected, message) => {
    const server = await serve();
    expect((await failure(get(file([server.url], expected)))).message).toMatch(message);
    expect(server.requests).toHaveLength(2);
    expect(await visible()).toEqual([]);
  });

  it('refuses a longer file of a server that names no length, before all of it has come', async () => {
    const server = await serve([], { chunked: true });
    const error = await failure(get(file([server.url], { bytes: 1000 })));
    expect(error.message).toMatch(/gave more than the 1000 bytes that data\.bin has/);
    const short = await failure(get(file([server.url], { bytes: 200_000 }), { retries: 1 }));
    expect(short.message).toMatch(/has 100000 bytes: expected the 200000 of data\.bin/);
  });

  it('reports progress, with what was there before', async () => {
    const server = await serve([cut(50_000)]);
    const events: DownloadProgress[] = [];
    await get(file([server.url]), { onProgress: (event) => void events.push(event) });
    expect(events[0]).toEqual({ file: 'data.bin', received: 0, total: 100_000, url: server.url });
    expect(events.at(-1)).toEqual({ file: 'data.bin', received: 100_000, total: 100_000, url: server.url });
    const received = events.map((event) => event.received);
    expect(received).toEqual([...received].sort((a, b) => a - b));
  });

  it('ends with the reason of the signal, and resumes later', async () => {
    const server = await serve([{ kind: 'drip', bytes: 10_000, pause: 120 }]);
    const controller = new AbortController();
    const onProgress = ({ received }: DownloadProgress) => {
      if (received > 0) controller.abort(new Error('enough'));
    };
    await expect(get(file([server.url]), { signal: controller.signal, onProgress })).rejects.toThrow(
      'enough',
    );
    await expect(get(file([server.url]), { signal: controller.signal })).rejects.toThrow('enough');
    await get(file([server.url]));
    expect(server.requests[1]!.range).toMatch(/^bytes=[1-9]/);
  });

  it('uses the cache alone when offline', async () => {
    const server = await serve();
    const error = await failure(get(file([server.url]), { offline: true }));
    expect(error.message).toMatch(/^data\.bin is not in the cache .*RNNLAB_OFFLINE/);
    vi.stubEnv('RNNLAB_OFFLINE', '1');
    await failure(get(file([server.url])));
    expect(server.requests).toHaveLength(0);
    const path = await get(file([server.url]), { offline: false });
    expect(await get(file([server.url]))).toBe(path);
  });

  it('replaces a file that was cut or changed in the cache, and one on demand', async () => {
    const server = await serve();
    const path = await get(file([server.url]));
    await fs.truncate(path, 10);
    await get(file([server.url]));
    expect((await fs.stat(path)).size).toBe(CONTENT.length);
    await get(file([server.url]), { refresh: true });
    expect(server.requests).toHaveLength(3);
  });

  it('adopts a file without a record only if its checksum is right', async () => {
    const server = await serve();
    const path = await get(file([server.url]));
    await fs.rm(join(dirname(path), '.data.bin.json'));
    await get(file([server.url]));
    expect(server.requests).toHaveLength(1);
    await fs.rm(join(dirname(path), '.data.bin.json'));
    await fs.writeFile(
      path,
      CONTENT.map((byte) => byte ^ 1),
    );
    await get(file([server.url]));
    expect(server.requests).toHaveLength(2);
    expect(await fs.readFile(path)).toEqual(Buffer.from(CONTENT));
  });

  it('downloads once for many callers', async () => {
    const server = await serve([{ kind: 'drip', bytes: 20_000, pause: 20 }]);
    const paths = await Promise.all(Array.from({ length: 5 }, () => get(file([server.url]))));
    expect(new Set(paths).size).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  it('says that the disk is full, and leaves nothing there', async () => {
    const server = await serve();
    const open = fs.open;
    const module = process.getBuiltinModule('node:fs/promises');
    vi.spyOn(module, 'open').mockImplementation(async (...args) => {
      const handle = await open(...(args as Parameters<typeof open>));
      const write = handle.write.bind(handle) as typeof handle.write;
      let room = 30_000;
      handle.write = (async (bytes: Uint8Array, at: number, length: number, position: number) => {
        const fits = Math.min(length, room);
        if (fits === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
        room -= fits;
        return write(bytes, at, fits, position);
      }) as typeof handle.write;
      return handle;
    });
    const error = await failure(get(file([server.url])));
    expect(error.message).toBe(
      `Cannot write to ${cache}: the disk is full; put that right, or choose another folder with RNNLAB_CACHE.`,
    );
    const left = await fs.readdir(cache, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  it('says that the cache cannot be a folder', async () => {
    const server = await serve();
    await fs.writeFile(join(cache, 'taken'), '');
    const error = await failure(get(file([server.url]), { cache: join(cache, 'taken') }));
    expect(error.message).toMatch(/^Cannot write to .*taken.*: a part of the path is a file; put that right/);
  });
});
