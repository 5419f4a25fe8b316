// Checks the types of all sources and tests, declarations of dependencies included:
//
//   node scripts/check-types.mjs
//
// Errors inside the declarations of a dependency named below are its own, and nothing that we can mend; anywhere else
// they count, as an error in our own declarations would.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Dependencies whose declarations do not compile on their own, with the reason. */
const FAULTY = {
  '@tensorflow/tfjs-core': 'it uses the types of Long without importing them',
  '@tensorflow/tfjs-layers': 'its interfaces break their own index signatures',
  '@huggingface/tokenizers': 'its relative imports have no endings, which Node does not resolve',
  tsup: 'it imports its own types by a name that it does not have, and an optional package',
  zstddec: 'it exports a namespace that it does not declare',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const cache = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo'];
const args = [tsc, '-p', 'tsconfig.json', '--skipLibCheck', 'false', '--pretty', 'false', ...cache];
const { stdout, status, error } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
if (error) throw error;

const faulty = new RegExp(`^node_modules/(${Object.keys(FAULTY).join('|')})/`);
const errors = stdout.split(/\n(?=\S)/).filter((text) => text.trim() !== '');
const ours = errors.filter((text) => !faulty.test(text));
if (ours.length > 0) {
  console.error(ours.join('\n'));
  console.error(`${ours.length} errors of types.`);
} else if (status !== 0 && errors.length === 0) {
  console.error(`tsc ended with ${status} and said nothing.`);
}
process.exitCode = ours.length > 0 || (status !== 0 && errors.length === 0) ? 1 : 0;
