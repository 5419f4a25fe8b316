import type { ModelSpec } from '@rnnlab/models';
import {
  dividedTraining,
  evaluationProgram,
  type OptimiserSpec,
  type TrainingProgram,
  trainingProgram,
} from '@rnnlab/onnx';
import { batchCheck } from '../check-batch.js';
import type { CompiledModel, CompileOptions } from '../engine.js';
import { evaluationFeeds, trainingFeeds } from '../feeds.js';
import type { Client } from './client.js';
import type { SessionSettings } from './protocol.js';

/** Examples that a part of a batch has at least. */
const LEAST_PART = 32;
/** Parameters up to which handing them round in each step is worth it, and one thread enough for the update. */
const MOST_PARAMETERS = 2 ** 18;

/** Compiles a model to ONNX and opens it in a client's thread. */
export async function compile(
  client: () => Client,
  settings: SessionSettings,
  ...[spec, optimiser, options = {}]: [ModelSpec, OptimiserSpec, CompileOptions?]
): Promise<CompiledModel> {
  const thread = client();
  // Blocked convolutions are a matter of the CPU, in native code.
  const blockSize = settings.device === 'cpu' ? await thread.call('blockSize', settings) : undefined;
  const training = trainingProgram(spec, optimiser, { ...options, blockSize });
  const forFew = training.inBlocks ? trainingProgram(spec, optimiser, options) : training;
  const isSmall = hasLoop(spec) && training.parameters <= MOST_PARAMETERS;
  const divides = settings.device === 'cpu' && settings.threads > 1 && isSmall;
  const divided = divides ? dividedTraining(spec, optimiser, options) : undefined;
  const evaluation = evaluationProgram(spec, options);
  const check = batchCheck(spec);
  const inParts = divided ? [{ ...divided, leastPart: LEAST_PART, ...partsOf(training) }] : [];
  const programs = { training: [training.model, forFew.model, ...inParts], evaluation: evaluation.model };
  const handle = await thread.call('open', { ...settings, ...programs });
  return {
    setState: (state) => thread.call('setState', handle, state),
    getState: () => thread.call('getState', handle),
    async train(run) {
      for (const batch of run.batches) check(batch, run.shape);
      // Batches smaller than a block would be filled up to one.
      const few = blockSize !== undefined && run.shape.batch < blockSize;
      const program = divided && run.shape.batch >= 2 * LEAST_PART ? 2 : few ? 1 : 0;
      return thread.call('train', handle, trainingFeeds(training, run), program);
    },
    async evaluate(batch, shape, { resetCarried } = { resetCarried: true }) {
      check(batch, shape);
      return thread.call('evaluate', handle, evaluationFeeds(evaluation, batch, shape, resetCarried));
    },
    dispose: () => thread.call('close', handle),
  };
}

/** Whether time steps follow one another: their operators are too small for several threads. */
const hasLoop = (spec: ModelSpec): boolean => spec.layers.some(({ type }) => type === 'recurrent');

/** What of a program's inputs is cut into parts. */
const partsOf = ({ parameters, data, dropout, carried }: TrainingProgram) => ({
  parameters,
  axes: Object.fromEntries([...data, ...dropout].map(({ name, shape }) => [name, shape.indexOf('batch')])),
  carried: carried.map(({ name }) => name),
});
