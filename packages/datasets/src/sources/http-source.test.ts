import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cutAfter, type FileServer, failWith, fileServer, stallAfter } from '../../test/file-server.js';
import { DatasetError } from '../error.js';
import { HttpError } from '../http/http-error.js';
import { httpSource } from './http-source.js';
import { byteSource } from './readable.js';

const file = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 3);
/** So that nothing waits long. */
const quick = { firstDelay: 0.001 };

let server: FileServer;
let url: string;
beforeEach(async () => {
  server = await fileServer();
  server.files.set('/a.bin', file);
  server.files.set('/empty.bin', new Uint8Array(0));
  url = `${server.url}/a.bin`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  return server.close();
});

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function same(found: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.compare(found, expected)).toBe(0);
}

describe('an HTTP source', () => {
  it('is what an address gives', async () => {
    same(await byteSource(url).read(5, 10), file.subarray(5, 10));
    same(await byteSource(new URL(url)).read(0, 3), file.subarray(0, 3));
  });

  it('reads only the bytes that are asked for', async () => {
    const source = httpSource(url);
    expect(await source.size()).toBe(100_000);
    server.bytes = 0;
    same(await source.read(1000, 1500), file.subarray(1000, 1500));
    same(await source.read(99_990, 100_050), file.subarray(99_990));
    expect(await source.read(100_000, 100_010)).toHaveLength(0);
    expect(await source.read(7, 7)).toHaveLength(0);
    expect(server.bytes).toBe(510);
    expect(server.requests).toEqual([
      'GET /a.bin bytes=0-0',
      'GET /a.bin bytes=1000-1499',
      'GET /a.bin bytes=99990-100049',
    ]);
  });

  it('streams from any position', async () => {
    same(await collect(httpSource(url).stream()), file);
    same(await collect(httpSource(url).stream(99_000)), file.subarray(99_000));
    same(await collect(httpSource(url).stream(100_000)), new Uint8Array(0));
    same(await collect(httpSource(url).stream(200_000)), new Uint8Array(0));
  });

  it.each(['1', 'true'])('reads nothing where RNNLAB_OFFLINE is %s', async (value) => {
    vi.stubEnv('RNNLAB_OFFLINE', value);
    const message = `${url} is not read, as downloads are turned off by RNNLAB_OFFLINE: unset it, or give a local file.`;
    await expect(byteSource(url).read(0, 3)).rejects.toThrow(new DatasetError(message));
    await expect(httpSource(url).size()).rejects.toThrow(new DatasetError(message));
    await expect(httpSource(url, { size: 100_000 }).read(0, 3)).rejects.toThrow(new DatasetError(message));
    await expect(collect(httpSource(url).stream())).rejects.toThrow(new DatasetError(message));
    expect(server.requests).toEqual([]);
    vi.stubEnv('RNNLAB_OFFLINE', '0');
    same(await byteSource(url).read(0, 3), file.subarray(0, 3));
  });

  it('reads an empty file', async () => {
    const source = httpSource(`${server.url}/empty.bin`);
    expect(await source.size()).toBe(0);
    same(await collect(source.stream()), new Uint8Array(0));
    expect(await httpSource(`${server.url}/empty.bin`).read(0, 10)).toHaveLength(0);
  });

  it('does not ask for a size that is given', async () => {
    const source = httpSource(url, { size: 100_000 });
    expect(await source.size()).toBe(100_000);
    expect(server.requests).toEqual([]);
    await expect(httpSource(url, { size: 5 }).read(0, 5)).rejects.toThrow(
      /is not the expected file, or changed while it was read: expected 5 bytes, received 100000\.$/,
    );
  });

  it('closes the connection when a reader stops early', async () => {
    for await (const chunk of httpSource(url).stream()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    same(await httpSource(url).read(0, 10), file.subarray(0, 10));
  });
});

describe('an HTTP source and a faulty server', () => {
  it.each([0, 1, 1000, 99_999])('resumes where the connection was cut: after %i bytes', async (bytes) => {
    server.faults.push(cutAfter(bytes));
    same(await collect(httpSource(url, quick).stream()), file);
    expect(server.requests[1]).toMatch(/^GET \/a.bin bytes=\d+-$/);
    server.faults.push(cutAfter(bytes));
    same(await httpSource(url, quick).read(10, 99_000), file.subarray(10, 99_000));
  });

  it('gets through any number of cuts as long as there is progress', async () => {
    for (let i = 0; i < 20; i++) server.faults.push(cutAfter(4000));
    same(await collect(httpSource(url, { ...quick, retries: 1 }).stream()), file);
    expect(server.requests).toHaveLength(21);
  });

  it('sends If-Range, and refuses to mix two files', async () => {
    server.faults.push(cutAfter(5000), () => {
      server.etag = '"2"';
      server.files.set('/a.bin', file.slice().fill(7));
      return false;
    });
    await expect(collect(httpSource(url, quick).stream())).rejects.toThrow(
      `${url} changed while it was read: read it again from the beginning.`,
    );
    expect(server.headers[1]!['if-range']).toBe('"1"');
  });

  it('notices another size where there is no tag', async () => {
    server.etag = undefined;
    const source = httpSource(url);
    await source.read(0, 10);
    server.files.set('/a.bin', file.subarray(1));
    await expect(source.read(0, 10)).rejects.toThrow(/expected 100000 bytes, received 99999/);
  });

  it.each([500, 502, 503, 504, 429, 408])('tries again after status %i', async (status) => {
    server.faults.push(failWith(status), failWith(status));
    same(await httpSource(url, quick).read(0, 100), file.subarray(0, 100));
    expect(server.requests).toHaveLength(3);
  });

  it('waits as long as the server asks for', async () => {
    const delays: number[] = [];
    server.faults.push(failWith(429, { 'retry-after': '0.2' }));
    await httpSource(url, { ...quick, onRetry: ({ delay }) => delays.push(delay) }).size();
    expect(delays).toEqual([0.2]);
  });

  it('gives up after the retries, and at once where they cannot help', async () => {
    for (let i = 0; i < 9; i++) server.faults.push(failWith(503));
    await expect(httpSource(url, { ...quick, retries: 2 }).read(0, 9)).rejects.toThrow(
      `${url} cannot be read: the server answered with status 503 (service unavailable).`,
    );
    expect(server.requests).toHaveLength(3);
    server.requests.length = 0;
    const missing = httpSource(`${server.url}/none.bin?signature=secret`, quick).size();
    await expect(missing).rejects.toThrow(
      `${server.url}/none.bin?… cannot be read: the server answered with status 404 (not found).`,
    );
    await expect(missing).rejects.toMatchObject({ status: 404, transient: false });
    expect(server.requests).toHaveLength(1);
  });

  it('counts a stalled connection as cut', async () => {
    server.faults.push(stallAfter(3000));
    same(await collect(httpSource(url, { ...quick, timeout: 0.1 }).stream()), file);
    server.faults.push(stallAfter(10), stallAfter(10));
    const source = httpSource(url, { ...quick, timeout: 0.1, retries: 0 });
    await expect(source.read(0, 100)).rejects.toThrow(`${url} cannot be read: nothing came for 0.1 seconds.`);
  });

  it('waits without a limit where there is none, and refuses one that is no time', async () => {
    expect(await httpSource(url, { ...quick, timeout: Number.POSITIVE_INFINITY }).read(0, 100)).toHaveLength(
      100,
    );
    for (const timeout of [0, -1, Number.NaN]) {
      await expect(httpSource(url, { ...quick, timeout }).size()).rejects.toThrow(
        `The timeout of a request must be a number of seconds above 0, received ${timeout}.`,
      );
    }
  });

  it('says that a server cannot be reached', async () => {
    await server.close();
    const failed = httpSource(url, { ...quick, retries: 1 }).read(0, 10);
    await expect(failed).rejects.toThrow(`${url} cannot be read: the connection was refused.`);
    await expect(failed).rejects.toBeInstanceOf(HttpError);
  });

  it('refuses an answer with another range', async () => {
    server.faults.push((_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 1-10/100000' }).end(file.subarray(1, 11));
      return true;
    });
    await expect(httpSource(url).read(0, 10)).rejects.toThrow(
      `${url} cannot be read by ranges: expected bytes 0-9, received status 206, content-range bytes 1-10/100000.`,
    );
    server.faults.push((_, response) => {
      response.writeHead(206).end(file.subarray(0, 10));
      return true;
    });
    await expect(httpSource(url).read(0, 10)).rejects.toThrow(/received status 206, no content-range\.$/);
  });

  it('takes no more than was asked for, and goes on where an answer is shorter', async () => {
    server.faults.push((_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-3/100000' }).end(file.subarray(0, 4));
      return true;
    });
    same(await httpSource(url).read(0, 10), file.subarray(0, 10));
    server.faults.push((_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-9/100000' }).end(file.subarray(0, 500));
      return true;
    });
    same(await httpSource(url).read(0, 10), file.subarray(0, 10));
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    server.faults.push(stallAfter(10));
    const reading = httpSource(url, { signal: controller.signal }).read(0, 100);
    setTimeout(() => controller.abort(new Error('enough')), 30);
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('a server without ranges', () => {
  beforeEach(() => {
    server.ranges = false;
  });

  it('is streamed, also from a position, and after a cut', async () => {
    same(await collect(httpSource(url).stream()), file);
    same(await collect(httpSource(url).stream(60_000)), file.subarray(60_000));
    server.faults.push(cutAfter(5000, server));
    same(await collect(httpSource(url, quick).stream()), file);
  });

  it('gives its size and its first bytes', async () => {
    const source = httpSource(url);
    expect(await source.size()).toBe(100_000);
    same(await source.read(0, 3), file.subarray(0, 3));
    same(await source.read(90_000, 90_003), file.subarray(90_000, 90_003));
  });

  it('is not read in the middle of a large file', async () => {
    const large = new Uint8Array(9 * 2 ** 20);
    server.files.set('/large.bin', large);
    await expect(httpSource(`${server.url}/large.bin`).read(large.length - 8, large.length)).rejects.toThrow(
      `${server.url}/large.bin can only be read from its beginning, as its server does not answer ranges: download it first.`,
    );
  });

  it('may not tell its size: HEAD is asked, then it is unknown', async () => {
    server.files.set('/chunked', (request, response) => {
      response.writeHead(200);
      if (request.method === 'HEAD') return void response.end();
      response.write('abc');
      response.end('def');
    });
    const source = httpSource(`${server.url}/chunked`);
    expect(Buffer.from(await collect(source.stream())).toString()).toBe('abcdef');
    expect(Buffer.from(await source.read(2, 5)).toString()).toBe('cde');
    await expect(source.size()).rejects.toThrow(
      `The size of ${server.url}/chunked is unknown: its server does not give it.`,
    );
    expect(server.requests.at(-1)).toBe('HEAD /chunked');
  });
});

describe('redirects and tokens', () => {
  it('follows a redirect', async () => {
    server.files.set('/old', (_, response) => response.writeHead(302, { location: '/a.bin' }).end());
    same(await httpSource(`${server.url}/old`).read(3, 9), file.subarray(3, 9));
  });

  it('sends the token to its own origin, never to another', async () => {
    const other = await fileServer();
    try {
      other.files.set('/a.bin', file);
      server.files.set('/gate', (_, response) =>
        response.writeHead(302, { location: `${other.url}/a.bin` }).end(),
      );
      same(await httpSource(`${server.url}/gate`, { token: 'hf_x' }).read(0, 5), file.subarray(0, 5));
      expect(server.headers[0]!.authorization).toBe('Bearer hf_x');
      expect(other.headers[0]!.range).toBe('bytes=0-4');
      expect(other.headers[0]!.authorization).toBeUndefined();
    } finally {
      await other.close();
    }
  });

  it('refuses other addresses', () => {
    expect(() => httpSource('ftp://host/file')).toThrow(
      /begins with http: or https:, received ftp:\/\/host\/file\.$/,
    );
    expect(() => httpSource('file.bin')).toThrow(/begins with http: or https:/);
  });
});
