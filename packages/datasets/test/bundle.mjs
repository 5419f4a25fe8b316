import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

/**
 * Bundles modules of this folder into a new temporary folder, since Node does not run TypeScript.
 *
 * @param {...string} names Without extension.
 * @returns {Promise<string>} The folder, with one `<name>.mjs` each.
 */
export async function bundle(...names) {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  await build({
    entry: names.map((name) => join(here, `${name}.ts`)),
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    target: 'node20',
    external: ['undici', 'modern-tar', 'hyparquet', 'hyparquet-compressors', 'pure-rand'],
    config: false,
    silent: true,
    splitting: false,
  });
  return folder;
}
