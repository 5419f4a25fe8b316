import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileServer, fileServer } from '../../test/file-server.js';
import { httpSource } from '../sources/http-source.js';
import { request } from './request.js';
import { retry } from './retry.js';

let server: FileServer;
let proxy: Server;
let proxyUrl: string;
/** What the proxy was asked: `GET http://…` or `CONNECT host:port`. */
let asked: string[];

beforeEach(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined);
  }
  server = await fileServer();
  server.files.set('/a.bin', Uint8Array.from([1, 2, 3, 4]));
  asked = [];
  // The two ways in which a client asks a proxy: whole addresses, and tunnels.
  proxy = createServer(async (incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { range } = incoming.headers;
    const answer = await fetch(incoming.url!, { headers: range === undefined ? {} : { range } });
    outgoing.writeHead(answer.status, { 'content-range': answer.headers.get('content-range') ?? '' });
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  proxy.on('connect', (incoming, socket, head) => {
    asked.push(`CONNECT ${incoming.url}`);
    const [host, port] = incoming.url!.split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on('error', () => end.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

const read = () => httpSource(`${server.url}/a.bin`, { retries: 0 }).read(1, 3);
const host = () => new URL(server.url).host;

describe('a proxy of the environment', () => {
  it('is not asked where none is named', async () => {
    expect([...(await read())]).toEqual([2, 3]);
    expect(asked).toEqual([]);
  });

  it.each(['HTTP_PROXY', 'http_proxy'])('is asked where %s names it', async (name) => {
    vi.stubEnv(name, proxyUrl);
    expect([...(await read())]).toEqual([2, 3]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(host());
  });

  it('may be named without its scheme', async () => {
    vi.stubEnv('HTTP_PROXY', proxyUrl.replace('http://', ''));
    expect([...(await read())]).toEqual([2, 3]);
    expect(asked).toHaveLength(1);
  });

  it('gets a tunnel for https, through which nothing but TLS goes', async () => {
    vi.stubEnv('HTTPS_PROXY', proxyUrl);
    const address = `https://${host()}/a.bin`;
    // The server speaks no TLS: that the tunnel was asked for is what counts.
    await expect(httpSource(address, { retries: 0 }).read(1, 3)).rejects.toThrow(/cannot be read/);
    expect(asked).toEqual([`CONNECT ${host()}`]);
    expect([...(await read())]).toEqual([2, 3]);
    expect(asked).toHaveLength(1);
  });

  it.each(['127.0.0.1', '*', 'example.com, 127.0.0.1'])(
    'is not asked for a host in NO_PROXY: %s',
    async (list) => {
      vi.stubEnv('HTTP_PROXY', proxyUrl);
      vi.stubEnv('NO_PROXY', list);
      expect([...(await read())]).toEqual([2, 3]);
      expect(asked).toEqual([]);
    },
  );

  it('is still asked for a host that is not in NO_PROXY', async () => {
    vi.stubEnv('HTTP_PROXY', proxyUrl);
    vi.stubEnv('NO_PROXY', 'example.com');
    await read();
    expect(asked).toHaveLength(1);
  });

  it('keeps a token from the host of a redirect, too', async () => {
    vi.stubEnv('HTTP_PROXY', proxyUrl);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const other = await fileServer();
    other.files.set('/a.bin', Uint8Array.from([9]));
    server.files.set('/gate', (_, response) =>
      response.writeHead(302, { location: `${other.url}/a.bin` }).end(),
    );
    await httpSource(`${server.url}/gate`, { token: 'hf_x' }).size();
    expect(server.headers[0]!.authorization).toBe('Bearer hf_x');
    expect(other.headers[0]!.authorization).toBeUndefined();
    await other.close();
  });

  it('must be an address', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://localhost:1080');
    await expect(read()).rejects.toThrow(
      'HTTPS_PROXY is not the address of a proxy: expected http://host:port.',
    );
  });

  it('that cannot be reached is an error', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    await expect(read()).rejects.toThrow(/cannot be read: the connection was refused\.$/);
  });
});

describe('a request', () => {
  it('is tried again only where that can help', async () => {
    let tries = 0;
    const failing = retry(
      async () => {
        tries++;
        return request(`${server.url}/none`);
      },
      { firstDelay: 0.001 },
    );
    await expect(failing).rejects.toThrow(/status 404/);
    expect(tries).toBe(1);
  });

  it('has a body of limited length as text', async () => {
    server.files.set('/text', new TextEncoder().encode('äöü'));
    expect(await (await request(`${server.url}/text`)).text()).toBe('äöü');
    await expect((await request(`${server.url}/text`)).text(5)).rejects.toThrow(
      `${server.url}/text is too long: expected at most 5 bytes.`,
    );
  });
});
