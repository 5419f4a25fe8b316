import { type ModelSpec, parametersOf } from '@rnnlab/models';
import {
  dividedTraining,
  evaluationProgram,
  type OptimizerSpec,
  optimizerOf,
  type TrainingProgram,
  trainingProgram,
} from '@rnnlab/onnx';
import { batchCheck } from '../check-batch.js';
import type { CompiledModel, CompileOptions } from '../engine.js';
import { evaluationFeeds, trainingFeeds } from '../feeds.js';
import { inOrder } from '../in-order.js';
import type { Client } from './client.js';
import type { SessionSettings } from './protocol.js';

/** Examples that a part of a batch has at least. */
const LEAST_PART = 32;
/**
 * Parameters up to which handing them round in each step is worth it, and those of embeddings, which cost as much and take no
 * time in the loop.
 */
const MOST_PARAMETERS = 2 ** 20;
const MOST_EMBEDDINGS = 2 ** 17;

/** Compiles a model to ONNX and opens it in a client's thread. */
export async function compile(
  client: () => Client,
  settings: SessionSettings,
  ...[spec, optimizer, options = {}]: [ModelSpec, OptimizerSpec, CompileOptions?]
): Promise<CompiledModel> {
  const thread = client();
  // Blocked convolutions are a matter of the CPU, in native code.
  const blockSize = settings.device === 'cpu' ? await thread.call('blockSize', settings) : undefined;
  const training = trainingProgram(spec, optimizer, { ...options, blockSize });
  const forFew = training.inBlocks ? trainingProgram(spec, optimizer, options) : training;
  const divides = settings.device === 'cpu' && settings.threads > 1 && isWorthParts(spec);
  const divided = divides ? dividedTraining(spec, optimizer, options) : undefined;
  const evaluation = evaluationProgram(spec, options);
  const check = batchCheck(spec, options.loss);
  const inParts = divided ? [{ ...divided, leastPart: LEAST_PART, ...partsOf(training) }] : [];
  const programs = { training: [training.model, forFew.model, ...inParts], evaluation: evaluation.model };
  const handle = await thread.call('open', { ...settings, ...programs });
  const { slots } = optimizerOf(optimizer);
  // Other calls come while the masks of a run are drawn, and must not overtake it.
  const queue = inOrder();
  return {
    initialize: (generator) => queue(() => thread.call('initialize', handle, spec, slots, generator)),
    setState: (state) => queue(() => thread.call('setState', handle, state)),
    getState: () => queue(() => thread.call('getState', handle)),
    async train(run) {
      for (const batch of run.batches) check(batch, run.shape);
      // Batches smaller than a block would be filled up to one.
      const few = blockSize !== undefined && run.shape.batch < blockSize;
      const program = divided && run.shape.batch >= 2 * LEAST_PART ? 2 : few ? 1 : 0;
      return queue(async () => thread.call('train', handle, await trainingFeeds(training, run), program));
    },
    async evaluate(batch, shape, { resetCarried } = { resetCarried: true }) {
      check(batch, shape);
      const feeds = evaluationFeeds(evaluation, batch, shape, resetCarried);
      return queue(() => thread.call('evaluate', handle, feeds));
    },
    dispose: () => queue(() => thread.call('close', handle)),
  };
}

/** Whether time steps follow one another, whose operators are too small for several threads, and parts are worth it. */
function isWorthParts(spec: ModelSpec): boolean {
  const parameters = parametersOf(spec);
  const total = (some: typeof parameters) => some.reduce((sum, { size }) => sum + size, 0);
  const embeddings = parameters.filter(({ layer }) => spec.layers[layer]!.type === 'embedding');
  return (
    spec.layers.some(({ type }) => type === 'recurrent') &&
    total(parameters) <= MOST_PARAMETERS &&
    total(embeddings) <= MOST_EMBEDDINGS
  );
}

/** What of a program's inputs is cut into parts. */
const partsOf = ({ parameters, data, dropout, carried }: TrainingProgram) => ({
  parameters,
  axes: Object.fromEntries([...data, ...dropout].map(({ name, shape }) => [name, shape.indexOf('batch')])),
  carried: carried.map(({ name }) => name),
});
