import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Names of our packages that a result may depend on. */
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
  '@rnnlab/tfjs',
  '@rnnlab/tokenizers',
  '@rnnlab/trainer',
] as const;

/** A package that an engine computes with; one of those of an engine must be installed. */
export interface EnginePackage {
  /** Name on npm. */
  name: string;
  /** The engine that computes with it. */
  engine: 'onnxruntime' | 'web' | 'tfjs';
  /** Description for people. */
  use: string;
}

/** Packages of the engines, which are optional, from fast to slow as `apps/bench` measures their engines. */
export const ENGINE_PACKAGES: readonly EnginePackage[] = [
  { name: 'onnxruntime-node', engine: 'onnxruntime', use: 'ONNX Runtime in Node' },
  { name: 'onnxruntime-web', engine: 'web', use: 'ONNX Runtime in WebAssembly' },
  { name: '@tensorflow/tfjs-node-gpu', engine: 'tfjs', use: 'TensorFlow with CUDA' },
  { name: '@tensorflow/tfjs-node', engine: 'tfjs', use: 'TensorFlow on the CPU' },
  { name: '@tensorflow/tfjs-backend-wasm', engine: 'tfjs', use: 'TensorFlow in WebAssembly' },
  { name: '@tensorflow/tfjs-backend-cpu', engine: 'tfjs', use: 'TensorFlow in plain JavaScript' },
];

const require = createRequire(import.meta.url);

/** Finds the installed version of a package; undefined if it is not installed. */
export function versionOf(name: string): string | undefined {
  // The file itself need not be among the exports of a package.
  for (const path of require.resolve.paths(name) ?? []) {
    const version = versionIn(join(path, name));
    if (version !== undefined) return version;
  }
  return undefined;
}

function versionIn(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Versions that a result may depend on: of Node, of our packages, and of those of engines that are installed. */
export function versions(): Record<string, string> {
  const names = [...OWN_PACKAGES, ...ENGINE_PACKAGES.map(({ name }) => name)];
  const found = names.map((name) => [name, versionOf(name)] as const);
  return Object.fromEntries([
    ['node', process.versions.node],
    ...found.flatMap(([name, version]) => (version === undefined ? [] : [[name, version] as const])),
  ]);
}
