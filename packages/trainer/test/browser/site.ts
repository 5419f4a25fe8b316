import { copyFile, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { inject } from 'vitest';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

/** Bundles for a browser, as an application does; it fails if a module of Node is imported. */
export async function bundle(entryPoints: Record<string, string>, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints,
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    alias: fresh('trainer/web', 'metrics', 'models', 'onnx'),
    metafile: true,
    logLevel: 'silent',
  });
  return metafile;
}

/** Our packages as they were built when the tests started, by the names that a page imports. */
const fresh = (...names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const [folder, entry = 'index'] = name.split('/');
      const file = `node_modules/@rnnlab/${folder}/dist/${entry}.js`;
      return [`@rnnlab/${name}`, join(inject('freshPackages'), file)];
    }),
  );

export interface Site {
  /** `/plain/` lacks the headers of cross-origin isolation, `/isolated/` has them, `/no-worker/` lacks the worker. */
  url: string;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves a page that can train, from a folder of its own. */
export async function serveSite(): Promise<Site> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'rnnlab-page-'));
  await mkdir(join(folder, 'wasm'));
  // By its path, as the export's name means another file in Node.
  const worker = join(inject('freshPackages'), 'node_modules/@rnnlab/trainer/dist/web-worker.js');
  await bundle({ page: join(here, 'page.ts'), 'web-worker': worker }, folder);
  const wasm = 'ort-wasm-simd-threaded.wasm';
  await copyFile(require.resolve(`onnxruntime-web/${wasm}`), join(folder, wasm));
  const server = createServer(async (request, response) => {
    const [, variant, ...rest] = new URL(request.url!, 'http://localhost').pathname.split('/');
    const name = rest.join('/') || 'index.html';
    const isolated = variant === 'isolated';
    try {
      if (variant === 'no-worker' && name === 'web-worker.js') throw new Error('Not here.');
      const html = '<!doctype html><title>RNNLab</title><script type="module" src="page.js"></script>';
      const body = name === 'index.html' ? html : await readFile(join(folder, name));
      response.writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        ...(isolated && {
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
        }),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
