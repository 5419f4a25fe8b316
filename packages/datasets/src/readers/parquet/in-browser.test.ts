import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileServer, fileServer } from '../../../test/file-server.js';
import { type OpenPage, openPage } from '../../../test/order/chromium.js';
import { parquet } from './parquet.js';

const fixtures = new URL('../../../test/fixtures/parquet/', import.meta.url);

describe('in a page of Chromium', () => {
  let open: OpenPage;
  let server: FileServer;
  beforeAll(async () => {
    open = await openPage();
    server = await fileServer();
  });
  afterAll(async () => {
    await open?.close();
    await server?.close();
  });

  /** As JSON has it. */
  const plain = (rows: unknown) => JSON.parse(JSON.stringify(rows));
  const inPage = (url: string) =>
    open.page.evaluate(`page.datasets.parquet('${url}').toArray().then(JSON.stringify).then(JSON.parse)`);

  // What the server lets pages read: all that a range needs, or as good as nothing.
  it.each(['content-range, etag', ''])(
    'Parquet is read from another origin as in Node: %j',
    async (exposed) => {
      server.exposed = exposed;
      for (const name of ['snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw', 'v2']) {
        const bytes = await readFile(new URL(`duckdb-${name}.parquet`, fixtures));
        server.files.set(`/${name}.parquet`, bytes);
        const rows = await parquet(bytes).toArray();
        expect(await inPage(`${server.url}/${name}.parquet`), name).toEqual(plain(rows));
      }
    },
  );

  it('a server that pages may not read is an error', async () => {
    server.exposed = undefined;
    const read = `page.datasets.httpSource('${server.url}/v2.parquet', { retries: 0 }).read(0, 4)`;
    await expect(open.page.evaluate(read)).rejects.toThrow(/v2\.parquet cannot be read: /);
  });
});
