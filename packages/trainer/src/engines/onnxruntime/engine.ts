import { availableParallelism } from 'node:os';
import { evaluationProgram, type TensorSpec, type TrainingProgram, trainingProgram } from '@rnnlab/onnx';
import { checkOptions, wholeNumber } from '../../options.js';
import { batchCheck } from '../check-batch.js';
import type { CompiledModel, Engine } from '../engine.js';
import { evaluationFeeds, trainingFeeds } from '../feeds.js';
import { Client } from './client.js';

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
  if (!client || client.failed) client = new Client();
  return client;
}

/**
 * Trains with `onnxruntime-node`, in a worker thread: the thread of the caller stays free.
 *
 * @throws TrainingError for a bad option. The engine's methods throw EngineError if ONNX Runtime cannot start.
 */
export function onnxruntime(options: OnnxRuntimeOptions = {}): Engine {
  checkOptions('onnxruntime', options, { threads: wholeNumber(1) });
  const { threads = availableParallelism() } = options;
  return {
    name: 'onnxruntime',
    async describe() {
      const version = await currentClient().call('version');
      return `ONNX Runtime ${version} on the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    },
    async compile(spec, optimiser, options = {}) {
      const training = trainingProgram(spec, optimiser, options);
      const evaluation = evaluationProgram(spec, options.loss && { loss: options.loss });
      const client = currentClient();
      const programs = { training: training.model, evaluation: evaluation.model };
      const handle = await client.call('open', { threads, ...programs });
      return compiledModel(client, handle, training, evaluation.data, batchCheck(spec));
    },
  };
}

function compiledModel(
  client: Client,
  handle: number,
  training: TrainingProgram,
  evaluationData: TensorSpec[],
  check: ReturnType<typeof batchCheck>,
): CompiledModel {
  return {
    setState: (state) => client.call('setState', handle, state),
    getState: () => client.call('getState', handle),
    async train(run) {
      for (const batch of run.batches) check(batch, run.shape);
      return client.call('train', handle, trainingFeeds(training, run));
    },
    async evaluate(batch, shape) {
      check(batch, shape);
      return client.call('evaluate', handle, evaluationFeeds(evaluationData, batch, shape));
    },
    dispose: () => client.call('close', handle),
  };
}
