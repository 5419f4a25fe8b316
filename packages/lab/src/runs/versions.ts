import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The version of a package as this one finds it; undefined if it is not installed. */
export function versionOf(name: string): string | undefined {
  let file: string;
  try {
    file = require.resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Our packages that a result may depend on. */
export const OWN_PACKAGES = [
  '@rnnlab/datasets',
  '@rnnlab/inference',
  '@rnnlab/lab',
  '@rnnlab/metrics',
  '@rnnlab/model-file',
  '@rnnlab/models',
  '@rnnlab/onnx',
  '@rnnlab/plotting',
  '@rnnlab/report',
  '@rnnlab/tokenizers',
  '@rnnlab/trainer',
];

/** Versions that a result may depend on. */
export function versions(): Record<string, string> {
  const found = [...OWN_PACKAGES, 'onnxruntime-node'].map((name) => [
    name,
    versionOf(name) ?? 'not installed',
  ]);
  return { node: process.versions.node, ...Object.fromEntries(found) };
}
