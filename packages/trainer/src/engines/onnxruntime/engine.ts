import { availableParallelism } from 'node:os';
import { evaluationProgram, type TensorSpec, type TrainingProgram, trainingProgram } from '@rnnlab/onnx';
import { TrainingError } from '../../error.js';
import type { Batch } from '../../examples/examples.js';
import { checkOptions, wholeNumber } from '../../options.js';
import { batchCheck } from '../check-batch.js';
import type { CompiledModel, Engine, Run } from '../engine.js';
import { Client } from './client.js';
import type { Tensors } from './protocol.js';

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
    async compile(spec, optimiser) {
      const training = trainingProgram(spec, optimiser);
      const evaluation = evaluationProgram(spec);
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
      const feeds = evaluationData.map((tensor) => [tensor.name, feed(tensor, [batch], shape, [])]);
      return client.call('evaluate', handle, Object.fromEntries(feeds));
    },
    dispose: () => client.call('close', handle),
  };
}

function trainingFeeds({ data, dropout, scalars }: TrainingProgram, run: Run): Tensors {
  const { batches, shape, step, learningRates, mask } = run;
  const steps = batches.length;
  const rows = learningRates.map((learningRate, k) => scalars({ step: step + k, learningRate }));
  const feeds: Tensors = {
    scalars: { type: 'float32', dims: [steps, rows[0]!.length], data: Float32Array.from(rows.flat()) },
  };
  for (const tensor of data) feeds[tensor.name] = feed(tensor, batches, shape, [steps]);
  // Masks are drawn step by step, so that they do not depend on how many steps share a run.
  const masks = dropout.map((input) => {
    const dims = sizes(input, shape);
    return { ...input, dims, size: dims.reduce((a, b) => a * b, 1), parts: [] as Uint8Array[] };
  });
  for (let k = 0; k < steps; k++) for (const { size, rate, parts } of masks) parts.push(mask(size, rate));
  for (const { name, dims, size, parts } of masks) {
    const data = new Uint8Array(size * steps);
    parts.forEach((part, k) => {
      data.set(part, k * size);
    });
    feeds[name] = { type: 'uint8', dims: [steps, ...dims], data };
  }
  return feeds;
}

/** A tensor's sizes, its names filled in. */
const sizes = ({ shape }: TensorSpec, known: Run['shape']): number[] =>
  shape.map((dim) => (typeof dim === 'number' ? dim : known[dim as keyof Run['shape']]));

/** One tensor of some batches of one shape, one after the other. */
function feed(tensor: TensorSpec, batches: Batch[], shape: Run['shape'], leading: number[]): Tensors[string] {
  const dims = sizes(tensor, shape);
  const size = dims.reduce((a, b) => a * b, 1);
  const type = tensor.type as 'float32' | 'int32';
  const data = new (type === 'float32' ? Float32Array : Int32Array)(size * batches.length);
  batches.forEach((batch, k) => {
    const part = batch[tensor.name];
    if (part?.length !== size) {
      throw new TrainingError(
        `The model reads ${tensor.name} of shape [${dims.join(', ')}], received ${part?.length ?? 'no'} entries.`,
      );
    }
    data.set(part, k * size);
  });
  return { type, dims: [...leading, ...dims], data };
}
