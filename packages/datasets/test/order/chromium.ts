import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../../shared/test/chromium.js';

/**
 * Bundles for a browser, as an application does.
 *
 * @param entry - A module of this package.
 */
export async function bundleForBrowser(entry: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../../${entry}`, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    metafile: true,
    logLevel: 'silent',
  });
  return metafile;
}

export interface OpenPage {
  readonly page: Page;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Opens a page of Chromium that has loaded `browser.ts`, served from a port of this machine. */
export async function openPage(): Promise<OpenPage> {
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-order-'));
  await bundleForBrowser('test/order/browser.ts', join(folder, 'page.js'));
  const server = createServer(async (request, response) => {
    const script = request.url === '/page.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    const html = '<!doctype html><title>RNNLab</title><script type="module" src="page.js"></script>';
    response.end(script ? await readFile(join(folder, 'page.js')) : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.page');
  return {
    page,
    browser,
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
