import { availableParallelism } from 'node:os';
import type { ModelSpec } from '@rnnlab/models';
import {
  evaluationProgram,
  type OptimiserSpec,
  type TensorSpec,
  type TrainingProgram,
  trainingProgram,
} from '@rnnlab/onnx';
import type { CompiledModel, CompileOptions, Engine } from '../engine.js';
import { evaluationFeeds, trainingFeeds } from '../feeds.js';
import { Client } from './client.js';

export interface OnnxRuntimeOptions {
  /** Threads inside an operator; by default one for each processor. */
  threads?: number;
}

/** One thread with its sessions for each set of options: engines are cheap to make again. */
const clients = new Map<string, Client>();

/** Trains with `onnxruntime-node`, in a worker thread: the thread of the caller stays free. */
export function onnxruntime({ threads = availableParallelism() }: OnnxRuntimeOptions = {}): Engine {
  const settings = { threads };
  const key = JSON.stringify(settings);
  const client = (): Client => {
    if (!clients.has(key)) clients.set(key, new Client(settings));
    return clients.get(key)!;
  };
  return {
    name: 'onnxruntime',
    async describe() {
      const version = await client().call('version');
      return `ONNX Runtime ${version} on the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    },
    async compile(spec, optimiser, options = {}) {
      const training = trainingProgram(spec, optimiser, options);
      const { loss } = options;
      const evaluation = evaluationProgram(spec, loss && { loss });
      const handle = await client().call('open', {
        key: programKey(spec, optimiser, options),
        training: training.model,
        evaluation: evaluation.model,
      });
      return compiledModel(client(), handle, training, evaluation.data);
    },
  };
}

const programKey = (...parts: [ModelSpec, OptimiserSpec, CompileOptions]): string => JSON.stringify(parts);

function compiledModel(
  client: Client,
  handle: number,
  training: TrainingProgram,
  evaluationData: TensorSpec[],
): CompiledModel {
  return {
    setState: (state) => client.call('setState', handle, state),
    getState: () => client.call('getState', handle),
    train: (run) => client.call('train', handle, trainingFeeds(training, run)),
    evaluate: (batch, shape) =>
      client.call('evaluate', handle, evaluationFeeds(evaluationData, batch, shape)),
    dispose: () => client.call('close', handle),
  };
}
