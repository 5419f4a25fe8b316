import { builtin } from '../../node.js';
import { checkOptions, wholeNumber } from '../../options.js';
import type { Engine } from '../engine.js';
import { Client } from '../ort/client.js';
import { compile } from '../ort/compile.js';
import { nodeThread } from '../ort/node-thread.js';

export interface OnnxRuntimeOptions {
  /** Threads inside an operator; by default one for each processor. */
  threads?: number;
}

let client: Client | undefined;

/**
 * One thread for all engines, so that they are cheap to make again, and because ONNX Runtime lets only the thread
 * of a process's first session take denormal numbers as zero: in another one, results would differ.
 */
function currentClient(): Client {
  if (!client || client.failed) client = new Client(nodeThread('onnxruntime-worker'));
  return client;
}

/**
 * Trains with `onnxruntime-node`, in a worker thread: the thread of the caller stays free.
 *
 * @throws TrainingError for a bad option. The engine's methods throw EngineError if ONNX Runtime cannot start.
 */
export function onnxruntime(options: OnnxRuntimeOptions = {}): Engine {
  checkOptions('onnxruntime', options, { threads: wholeNumber(1) });
  const { threads = builtin('node:os').availableParallelism() } = options;
  return {
    name: 'onnxruntime',
    async describe() {
      const version = await currentClient().call('version');
      return `ONNX Runtime ${version} on the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    },
    compile: (...model) => compile(currentClient, { threads }, ...model),
  };
}
