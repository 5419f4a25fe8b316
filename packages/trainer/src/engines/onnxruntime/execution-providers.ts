import { nodeModule } from '@rnnlab/shared';
import type { InferenceSession } from 'onnxruntime-node';
import { EngineError } from '../../errors.js';
import type { SessionSettings } from './protocol.js';

/** The options with which `onnxruntime-node` makes a session. */
export const sessionOptions = ({ threads, device }: SessionSettings): InferenceSession.SessionOptions => ({
  // The binding passes the number of the GPU on to the provider, and no other option.
  ...(device === 'cuda' && { executionProviders: ['cuda'] }),
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  // Gradients that vanish over time become denormal numbers, which are many times slower.
  extra: { session: { set_denormal_as_zero: '1' } },
  logSeverityLevel: 3,
});

/** The libraries of the CUDA provider, which are too large for the package. */
const LIBRARIES = ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so'];

/** An installed `onnxruntime-node`, and the machine that it runs on. */
interface Installation {
  /** The package's folder. */
  folder: string;
  version: string;
  platform: string;
  arch: string;
}

/** The `onnxruntime-node` that the worker imports; undefined if there is none. */
export function installation(): Installation | undefined {
  const require = nodeModule('node:module').createRequire(import.meta.url);
  let manifest: string;
  try {
    manifest = require.resolve('onnxruntime-node/package.json');
  } catch {
    return undefined;
  }
  const { version } = require(manifest) as { version: string };
  const { platform, arch } = process;
  return { folder: nodeModule('node:path').dirname(manifest), version, platform, arch };
}

/**
 * Looks for the CUDA provider beside the binding of `onnxruntime-node`. Whether it finds a GPU shows only when a
 * session is made.
 *
 * @throws {EngineError} When it is missing; the message says how to get it. A missing `onnxruntime-node` is reported by
 *   the worker.
 */
export function expectCudaProvider(found: Installation | undefined = installation()): void {
  if (!found) return;
  const { folder, version, platform, arch } = found;
  if (platform !== 'linux' || arch !== 'x64') {
    throw new EngineError(
      `onnxruntime: the device cuda needs Linux on x64, as onnxruntime-node has no CUDA for ${platform} on ${arch}.`,
    );
  }
  const binding = nodeModule('node:path').join(folder, 'bin', 'napi-v6', platform, arch);
  const missing = LIBRARIES.filter((name) => !nodeModule('node:fs').existsSync(`${binding}/${name}`));
  if (missing.length > 0) {
    throw new EngineError(
      `onnxruntime: there is no CUDA provider in ${binding}: run \`node script/install ` +
        '--onnxruntime-node-install=cuda12` in the folder of onnxruntime-node, or put there ' +
        `${missing.join(' and ')} of ONNX Runtime ${version}.`,
    );
  }
}

/** The error of a session for CUDA that could not be made: one sentence if it is CUDA that failed. */
export function cudaFailure(error: unknown): Error {
  const { message } = error as Error;
  if (!/cuda|cudnn|cublas|nvidia/i.test(message)) return error as Error;
  const [reason = ''] = message.trim().split('\n');
  return new EngineError(
    `CUDA cannot be used: it needs an NVIDIA driver, and the CUDA and cuDNN that the provider was built for on the ` +
      `path of libraries; the reason was "${reason.replace(/[.\s]+$/, '')}".`,
  );
}
