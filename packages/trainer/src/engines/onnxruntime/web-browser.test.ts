import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium } from '../../../../shared/test/chromium.js';
import type { page } from '../../../test/browser/page.js';
import { bundle, type Site, serveSite } from '../../../test/browser/site.js';
import { type Report, train } from '../../../test/browser/train.js';
import type { WebOptions } from './web-engine.js';

test('a bundle for browsers has nothing of Node, and loads ONNX Runtime only on use', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-bundle-'));
  try {
    const web = join(inject('freshPackages'), 'node_modules/@rnnlab/trainer/dist/web.js');
    const { inputs, outputs } = await bundle({ web }, folder);
    const external = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    expect(external).toEqual([]);
    const paths = Object.keys(inputs);
    expect(paths.filter((path) => /onnxruntime-node|^node:/.test(path))).toEqual([]);
    const kinds = Object.values(inputs).flatMap(({ imports }) =>
      imports.filter(({ path }) => path.includes('onnxruntime-web')).map(({ kind }) => kind),
    );
    expect(kinds).toEqual(['dynamic-import']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('in a page of Chromium', () => {
  let site: Site;
  let browser: Browser;
  let inNode: Report;

  beforeAll(async () => {
    browser = await launchChromium();
    [site, inNode] = await Promise.all([serveSite(), train({})]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Calls a function of the page. */
  async function call<Name extends keyof typeof page>(
    variant: 'plain' | 'isolated' | 'no-worker',
    name: Name,
    options: WebOptions,
  ): Promise<Awaited<ReturnType<(typeof page)[Name]>>> {
    const tab = await browser.newPage();
    try {
      await tab.goto(`${site.url}/${variant}/`);
      await tab.waitForFunction('globalThis.page');
      const called = tab.evaluate(`page.${name}(${JSON.stringify(options)})`);
      return (await called) as Awaited<ReturnType<(typeof page)[Name]>>;
    } finally {
      await tab.close();
    }
  }

  function expectSame(report: Report): void {
    expect(report.losses).toHaveLength(inNode.losses.length);
    for (const [k, loss] of inNode.losses.entries())
      expect(Math.abs(report.losses[k]! - loss)).toBeLessThan(1e-4);
    expect(Math.abs(report.validation - inNode.validation)).toBeLessThan(1e-4);
    expect(report.parameters).toHaveLength(inNode.parameters.length);
  }

  test('the training learns', () => {
    expect(inNode.losses.length).toBeGreaterThan(20);
    expect(inNode.losses.at(-1)).toBeLessThan(inNode.losses[0]! / 2);
  });

  test.each<[string, 'plain' | 'isolated', WebOptions, RegExp]>([
    ['in a worker', 'plain', {}, /, 1 thread$/],
    ['on the thread of the page', 'plain', { worker: false }, /, 1 thread$/],
    [
      'with WebAssembly from another address',
      'plain',
      { wasmPaths: { wasm: '../isolated/ort-wasm-simd-threaded.wasm' } },
      /, 1 thread$/,
    ],
    ['with a worker of another address', 'plain', { worker: '../isolated/web-worker.js' }, /, 1 thread$/],
    ['with two threads, where the page is isolated', 'isolated', { threads: 2 }, /, 2 threads$/],
  ])('fit gives the losses of Node %s', async (_, variant, options, engine) => {
    const report = await call(variant, 'train', options);
    expectSame(report);
    expect(report.engine).toMatch(engine);
  });

  test('the page stays responsive while a worker trains', async () => {
    const { fired, took } = await call('plain', 'timerDuringCall', {});
    // A timer of 5 ms that waits for the call fires not once.
    expect(took).toBeGreaterThan(100);
    expect(fired).toBeGreaterThan(took / 50);
    expect((await call('plain', 'timerDuringCall', { worker: false })).fired).toBeLessThan(fired);
  });

  test('definitions of a user’s own train in its worker, score, and export a file that loads', async () => {
    const report = await call('plain', 'trainOwn', {});
    expect(report.engine).toMatch(/, 1 thread$/);
    expect(report.losses).toHaveLength(6);
    expect(report.losses.at(-1)).toBeLessThan(report.losses[0]! / 3);
    expect(report.accuracy).toBeGreaterThan(0.85);
    expect(report.balanced).toBeGreaterThan(0.8);
    const session = await InferenceSession.create(Uint8Array.from(report.file));
    const { ids, outputs } = report;
    const { logits } = await session.run({
      ids: new Tensor('int32', Int32Array.from(ids), [1, ids.length]),
      lengths: new Tensor('int32', Int32Array.of(ids.length), [1]),
    });
    await session.release();
    expect(outputs).toHaveLength(3);
    for (const [k, output] of outputs.entries())
      expect(Math.abs(output - Number(logits!.data[k]))).toBeLessThan(1e-4);
  });

  test('memory is freed at once', async () => {
    expect(await call('plain', 'freed', {})).toEqual([0, 0]);
  });

  test('several threads are refused where the page is not isolated', async () => {
    await expect(call('plain', 'train', { threads: 2 })).rejects.toThrow(
      'web: threads must be 1 in a page that is not cross-origin isolated, received 2.',
    );
  });

  test('a missing worker is an EngineError with its address', async () => {
    await expect(call('no-worker', 'train', {})).rejects.toThrow(
      /EngineError: Cannot load the worker http:.*no-worker\/web-worker\.js: expected the script `@rnnlab/,
    );
  });
});
