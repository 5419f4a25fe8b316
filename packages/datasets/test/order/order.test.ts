import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleForBrowser, type OpenPage, openPage } from './chromium.js';
import { digests } from './digests.js';

const golden = JSON.parse(await readFile(new URL('golden.json', import.meta.url), 'utf8'));

it('the same seed gives the same order in this version of Node as in every other', async () => {
  expect(await digests()).toEqual(golden);
});

it('a bundle for browsers imports nothing of Node', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-bundle-'));
  try {
    const { inputs, outputs } = await bundleForBrowser('src/index.ts', join(folder, 'index.js'));
    const external = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    expect(external).toEqual([]);
    expect(Object.keys(inputs).filter((path) => path.includes('node:'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('in a page of Chromium', () => {
  let open: OpenPage;
  beforeAll(async () => {
    open = await openPage();
  });
  afterAll(() => open?.close());

  it('the same seed gives the same order', async () => {
    expect(await open.page.evaluate('page.digests()')).toEqual(golden);
  });

  it('an iteration that Node stopped resumes', async () => {
    const { names } = await import('../../src/index.js');
    const make = '.stream().shuffle({ seed: 1, buffer: 100 }).batch(8)';
    const stream = names().stream().shuffle({ seed: 1, buffer: 100 }).batch(8);
    const iteration = stream.iterate();
    for (let k = 0; k < 50; k++) await iteration.next();
    const position = JSON.stringify(iteration.position);
    const next = (await iteration.next()).value;
    await iteration.return();
    const inPage = await open.page.evaluate(
      `page.datasets.names()${make}.iterate({ from: ${position} }).next()`,
    );
    expect(inPage).toEqual({ done: false, value: next });
  });

  it('files are read from a Blob, and a path is refused in one sentence', async () => {
    const rows = await open.page.evaluate('page.datasets.textLines(new Blob(["one\\ntwo\\n"])).toArray()');
    expect(rows).toHaveLength(2);
    await expect(open.page.evaluate('page.datasets.labelFolder("data")')).rejects.toThrow(
      'Reading files needs Node 20.19 or later: there is no file system here.',
    );
  });
});
