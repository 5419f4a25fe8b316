import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one answer of the server does wrong. */
export type Fault =
  | { readonly kind: 'none' }
  /** The connection ends after some bytes of the body. */
  | {
      readonly kind: 'cut';
      readonly after: number;
      /** Asked until it is true: a client drops what it has not read yet when it learns of the end. */
      readonly when?: () => Promise<boolean>;
    }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'refuse' }
  /** What comes is not HTTP. */
  | { readonly kind: 'garbage' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** The body comes in small pieces with pauses (milliseconds) between. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly pause: number }
  /** After some bytes of the body nothing comes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'redirect' }
  /** The right length, another content. */
  | { readonly kind: 'wrong-bytes' }
  /** A body that is longer or shorter, and says so. */
  | { readonly kind: 'wrong-length'; readonly by: number }
  /** The whole file, though a part was asked for. */
  | { readonly kind: 'range-ignored' }
  /** Another part than was asked for. */
  | { readonly kind: 'wrong-range' }
  /** The rest, though the file has changed since. */
  | { readonly kind: 'if-range-ignored' };

export interface FaultyServerOptions {
  /** The content, as it is at the time of a request. */
  readonly content: () => Uint8Array;
  /** What the request with that number, from 0, meets. */
  readonly fault?: (request: number) => Fault;
  /** What the answers tell about the version of the content. Default: `'etag'`. */
  readonly validator?: 'etag' | 'weak-etag' | 'last-modified' | 'none';
  /** Send no length. Default: `false`. */
  readonly chunked?: boolean;
}

export interface FaultyServer {
  /** An address of the content. */
  readonly url: string;
  /** The headers of all requests so far. */
  readonly requests: readonly { readonly range: string | undefined; readonly ifRange: string | undefined }[];
  close(): Promise<void>;
}

/** An HTTP server on this machine that knows byte ranges and conditions, and makes the mistakes it is told to. */
export async function faultyServer(options: FaultyServerOptions): Promise<FaultyServer> {
  const requests: { range: string | undefined; ifRange: string | undefined }[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => {});
    if (request.url === '/moved') return void answer(request, response, { kind: 'none' });
    const fault = options.fault?.(requests.length) ?? { kind: 'none' };
    const { range, 'if-range': ifRange } = request.headers;
    requests.push({ range, ifRange: ifRange as string | undefined });
    void answer(request, response, fault);
  });

  async function answer(request: IncomingMessage, response: ServerResponse, fault: Fault): Promise<void> {
    if (fault.kind === 'refuse') return void request.socket.destroy();
    if (fault.kind === 'garbage') return void request.socket.end('\u0000\u0001 this is no answer\r\n\r\n');
    if (fault.kind === 'status') {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return void response.writeHead(fault.status, headers).end('a page about the fault');
    }
    if (fault.kind === 'redirect') return void response.writeHead(302, { location: '/moved' }).end();
    const right = options.content();
    const { status, headers, body } = part(request, right, fault);
    response.writeHead(status, { ...version(right), ...headers });
    // Otherwise the head waits for the first bytes of the body.
    response.flushHeaders();
    await send(request, response, body, fault);
  }

  function part(request: IncomingMessage, right: Uint8Array, fault: Fault) {
    let content = right;
    if (fault.kind === 'wrong-bytes') content = right.map((byte) => byte ^ 0x55);
    if (fault.kind === 'wrong-length') {
      content = new Uint8Array(Math.max(0, right.length + fault.by));
      content.set(right.subarray(0, content.length));
    }
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const condition = request.headers['if-range'];
    const stands =
      fault.kind === 'if-range-ignored' ||
      condition === undefined ||
      Object.values(version(right)).includes(condition as string);
    if (asked === undefined || !stands || fault.kind === 'range-ignored') {
      const length = options.chunked ? {} : { 'content-length': String(content.length) };
      return { status: 200, headers: length, body: content };
    }
    const start = fault.kind === 'wrong-range' ? Math.max(0, Number(asked) - 7) : Number(asked);
    if (start >= content.length) {
      return {
        status: 416,
        headers: { 'content-range': `bytes */${content.length}` },
        body: new Uint8Array(),
      };
    }
    const body = content.subarray(start);
    return {
      status: 206,
      headers: {
        'content-length': String(body.length),
        'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
      },
      body,
    };
  }

  function version(content: Uint8Array): Record<string, string> {
    const sum = content.reduce((total, byte, i) => (total * 31 + byte + i) % 1_000_003, 7);
    if (options.validator === 'none') return {};
    if (options.validator === 'last-modified') {
      return { 'last-modified': new Date(sum * 1000).toUTCString() };
    }
    return { etag: `${options.validator === 'weak-etag' ? 'W/' : ''}"${sum}-${content.length}"` };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
  fault: Fault,
): Promise<void> {
  if (fault.kind === 'cut') {
    response.write(body.subarray(0, fault.after));
    const deadline = performance.now() + 10_000;
    do await sleep(10);
    while (fault.when !== undefined && !(await fault.when()) && performance.now() < deadline);
    request.socket.destroy();
  } else if (fault.kind === 'stall') {
    response.write(body.subarray(0, fault.after));
  } else if (fault.kind === 'drip') {
    for (let at = 0; at < body.length && !response.destroyed; at += fault.bytes) {
      response.write(body.subarray(at, at + fault.bytes));
      await sleep(fault.pause);
    }
    response.end();
  } else {
    response.end(body);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
