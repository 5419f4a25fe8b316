import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles modules of this folder into a new temporary folder, since Node does not run TypeScript.
 *
 * @param {...string} names Without extension.
 * @returns {Promise<string>} The folder, with one `<name>.mjs` each.
 */
export async function bundle(...names) {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  await build({
    entryPoints: names.map((name) => fileURLToPath(new URL(`${name}.ts`, import.meta.url))),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Loaded only where they are needed, which is not here.
    external: ['undici', 'modern-tar'],
    logLevel: 'error',
  });
  return folder;
}
