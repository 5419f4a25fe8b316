import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { request } from './request.js';

let server: Server;
let url: string;

beforeEach(async () => {
  // Sends a little, again and again, and never ends.
  server = createServer((_, response) => {
    const timer = setInterval(() => response.write('some bytes'), 1);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it.each([0, 1, 5])(
  'a body that is aborted between reads, %i ms before the next, fails there',
  async (pause) => {
    const reason = new Error('enough');
    for (let round = 0; round < 5; round++) {
      const controller = new AbortController();
      const response = await request(url, { signal: controller.signal });
      const body = response.body();
      expect((await body.next()).done).toBe(false);
      controller.abort(reason);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      await expect(body.next()).rejects.toBe(reason);
    }
  },
);

it('a body that nothing comes of for too long fails, with the time', async () => {
  server.removeAllListeners('request');
  server.on('request', (_, response) => response.write('some bytes'));
  const body = (await request(url, { timeout: 0.05 })).body();
  await body.next();
  await expect(body.next()).rejects.toThrow('nothing came for 0.05 seconds');
});
