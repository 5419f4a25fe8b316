import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request may be answered with instead of the file; returns whether it did. */
export type Fault = (request: IncomingMessage, response: ServerResponse, file: Uint8Array) => boolean;

/** A local server of files, which counts what it is asked and can be made to fail. */
export interface FileServer {
  readonly url: string;
  /** Path, beginning with `/`, → bytes, or how to answer. */
  readonly files: Map<string, Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void)>;
  /** What was asked, in order: `GET /a.bin bytes=0-99`. */
  readonly requests: string[];
  /** Headers of the requests, in the same order. */
  readonly headers: IncomingMessage['headers'][];
  /** Bytes of files sent so far. */
  bytes: number;
  /** Whether ranges are answered. Default true. */
  ranges: boolean;
  /** The header `ETag`; none if undefined. Default: `"1"`. */
  etag: string | undefined;
  /** Headers that pages of other origins may read; undefined if they may not read anything. */
  exposed: string | undefined;
  /** Called with each request for a file until it is answered by one. */
  faults: Fault[];
  close(): Promise<void>;
}

/**
 * Serves files at a free port of this machine.
 *
 * @example
 * const server = await fileServer();
 * server.files.set('/a.bin', bytes);
 * server.faults.push(cutAfter(100)); // the first answer breaks off
 */
export async function fileServer(): Promise<FileServer> {
  const server = createServer((request, response) => answer(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: new Map(),
    requests: [],
    headers: [],
    bytes: 0,
    ranges: true,
    etag: '"1"',
    exposed: undefined,
    faults: [],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return state;
}

function answer(server: FileServer, request: IncomingMessage, response: ServerResponse): void {
  const { range } = request.headers;
  server.requests.push(`${request.method} ${request.url}${range === undefined ? '' : ` ${range}`}`);
  server.headers.push(request.headers);
  if (server.exposed !== undefined) {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', server.exposed);
  }
  const file = server.files.get(request.url!) ?? server.files.get(request.url!.split('?')[0]!);
  if (typeof file === 'function') {
    file(request, response);
    return;
  }
  if (file === undefined) {
    response.writeHead(404).end('no such file');
    return;
  }
  while (server.faults.length > 0) if (server.faults.shift()!(request, response, file)) return;
  const part = partOf(server, request, file);
  response.writeHead(part.status, part.headers);
  if (request.method !== 'HEAD') server.bytes += part.body.length;
  response.end(request.method === 'HEAD' ? undefined : part.body);
}

/** What a correct server answers. */
export function partOf(
  server: Pick<FileServer, 'ranges' | 'etag'>,
  request: IncomingMessage,
  file: Uint8Array,
): { status: number; headers: Record<string, string>; body: Uint8Array } {
  const headers: Record<string, string> = server.etag === undefined ? {} : { etag: server.etag };
  const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const same = request.headers['if-range'] === undefined || request.headers['if-range'] === server.etag;
  if (match !== null && same && server.ranges) {
    const start = Number(match[1]);
    if (start >= file.length) {
      return {
        status: 416,
        headers: { ...headers, 'content-range': `bytes */${file.length}` },
        body: NOTHING,
      };
    }
    const end = match[2] === '' ? file.length : Math.min(file.length, Number(match[2]) + 1);
    const body = file.subarray(start, end);
    headers['content-range'] = `bytes ${start}-${end - 1}/${file.length}`;
    headers['content-length'] = String(body.length);
    return { status: 206, headers, body };
  }
  headers['content-length'] = String(file.length);
  return { status: 200, headers, body: file };
}

const NOTHING = new Uint8Array(0);

/** Sends so many bytes of what is asked for, then cuts the connection. */
export function cutAfter(bytes: number, server: Pick<FileServer, 'ranges' | 'etag'> = WORKING): Fault {
  return (request, response, file) => {
    const part = partOf(server, request, file);
    response.writeHead(part.status, part.headers);
    if (bytes === 0) response.flushHeaders();
    else response.write(part.body.subarray(0, bytes));
    setTimeout(() => response.destroy(), 5);
    return true;
  };
}

/** Sends so many bytes and then nothing more, with the connection left open. */
export function stallAfter(bytes: number): Fault {
  return (request, response, file) => {
    const part = partOf(WORKING, request, file);
    response.writeHead(part.status, part.headers);
    response.write(part.body.subarray(0, bytes));
    return true;
  };
}

export function failWith(status: number, headers: Record<string, string> = {}): Fault {
  return (_, response) => {
    response.writeHead(status, headers).end('an error page');
    return true;
  };
}

const WORKING = { ranges: true, etag: '"1"' };
