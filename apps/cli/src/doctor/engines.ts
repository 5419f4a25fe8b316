import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ENGINE_PACKAGES, versionOf } from '@rnnlab/lab';
import { onnxruntime } from '@rnnlab/trainer';
import type { Finding } from './finding.js';

const require = createRequire(import.meta.url);

/** ONNX Runtime, by starting it. */
export async function checkOnnxRuntime(): Promise<Finding> {
  const name = 'onnxruntime-node';
  const remedy = 'npm install onnxruntime-node';
  try {
    return { name, status: 'ok', detail: await onnxruntime().describe() };
  } catch (error) {
    return { name, status: 'missing', detail: (error as Error).message, remedy };
  }
}

/** The library of the CUDA provider, which onnxruntime-node fetches when it is installed. */
export function checkCuda(): Finding {
  const name = 'CUDA provider';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { name, status: 'absent', detail: 'comes with onnxruntime-node on Linux x64 only' };
  }
  let folder: string;
  try {
    folder = dirname(require.resolve('onnxruntime-node/package.json'));
  } catch {
    return { name, status: 'absent', detail: 'needs onnxruntime-node' };
  }
  const library = join('bin', 'napi-v6', process.platform, process.arch, 'libonnxruntime_providers_cuda.so');
  return existsSync(join(folder, library))
    ? { name, status: 'ok', detail: 'installed' }
    : {
        name,
        status: 'absent',
        detail: 'not installed; models train on the CPU',
        remedy: 'node node_modules/onnxruntime-node/script/install --onnxruntime-node-install=cuda12',
      };
}

/** What the other engines compute with, which nothing depends on. */
export const checkOptional = (): Finding[] =>
  ENGINE_PACKAGES.filter(({ engine }) => engine !== 'onnxruntime').map(({ name, use }) => {
    const version = versionOf(name);
    return version === undefined
      ? { name, status: 'absent', detail: `${use}: not installed, not needed`, remedy: `npm install ${name}` }
      : { name, status: 'ok', detail: version };
  });
