import { checkOptions, nodeModule, oneOf, type Rule, wholeNumber } from '@rnnlab/shared';
import { TrainingError } from '../../errors.js';
import type { Engine } from '../engine.js';
import { compile } from './compile.js';
import { expectCudaProvider } from './execution-providers.js';
import { Client, nodeThread } from './rpc.js';

/** Options of {@link onnxruntime}. */
export interface OnnxRuntimeOptions {
  /** Threads that share an operator, or the shards of a batch. Default: one for each processor. */
  threads?: number;
  /**
   * The device on which it computes. Default: `cpu`. `cuda` needs an NVIDIA GPU, Linux on x64, and the CUDA provider
   * beside the binding of `onnxruntime-node`. On recent GPUs it multiplies with the 10 bits of TF32, unless the process
   * was started with the environment variable `NVIDIA_TF32_OVERRIDE=0`.
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
 * of a process's first session flush denormal numbers to zero: in another one, results would differ.
 */
function currentClient(): Client {
  if (!client || client.failed) client = new Client(nodeThread('onnxruntime-worker'));
  return client;
}

/**
 * Trains with `onnxruntime-node`, in a worker thread: the thread of the caller stays free.
 *
 * The engine's methods throw an {@link EngineError} if ONNX Runtime cannot start, or there is no CUDA provider; the message
 * says how to get it.
 *
 * @throws {TrainingError} For an unknown option or a bad value.
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
