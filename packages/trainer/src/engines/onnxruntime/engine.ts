import { checkOptions, nodeModule, oneOf, type Rule, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../../error.js';
import type { Engine } from '../engine.js';
import { Client } from '../ort/client.js';
import { compile } from '../ort/compile.js';
import { nodeThread } from '../ort/node-thread.js';
import { expectCudaProvider } from './cuda.js';

export interface OnnxRuntimeOptions {
  /** Threads that share an operator, or the parts of a batch; by default one for each processor. */
  threads?: number;
  /**
   * Where it computes; default `cpu`. `cuda` needs an NVIDIA GPU, Linux on x64, and the CUDA provider beside the
   * binding of `onnxruntime-node`. On recent GPUs it multiplies with the 10 bits of TF32, unless the process was
   * started with the environment variable `NVIDIA_TF32_OVERRIDE=0`.
   */
  device?: 'cpu' | 'cuda';
}

const rules: Record<keyof OnnxRuntimeOptions, Rule> = {
  threads: wholeNumber(1),
  device: oneOf(['cpu', 'cuda']),
};

let client: Client | undefined;

/**
 * One thread for all engines and devices, so that they are cheap to make again, and because ONNX Runtime lets only the thread
 * of a process's first session take denormal numbers as zero: in another one, results would differ.
 */
function currentClient(): Client {
  if (!client || client.failed) client = new Client(nodeThread('onnxruntime-worker'));
  return client;
}

/**
 * Trains with `onnxruntime-node`, in a worker thread: the thread of the caller stays free.
 *
 * @throws TrainingError for a bad option. The engine's methods throw EngineError if ONNX Runtime cannot start, or
 *   there is no CUDA provider; the sentence says how to get it.
 */
export function onnxruntime(options: OnnxRuntimeOptions = {}): Engine {
  checkOptions('onnxruntime', options, rules, TrainingError);
  const { threads = nodeModule('node:os').availableParallelism(), device = 'cpu' } = options;
  return {
    name: 'onnxruntime',
    async describe() {
      if (device === 'cuda') expectCudaProvider();
      const version = await currentClient().call('version');
      if (device === 'cuda') return `ONNX Runtime ${version} on an NVIDIA GPU, with CUDA`;
      return `ONNX Runtime ${version} on the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    },
    async compile(...model) {
      if (device === 'cuda') expectCudaProvider();
      return compile(currentClient, { threads, device }, ...model);
    },
  };
}
