import { hasCustomParts, type ModelSpec, type ResolvedModel, resolveModel } from '@rnnlab/models';
import {
  dataParallelTraining,
  evaluationProgram,
  type OptimizerSpec,
  optimizerOf,
  type TrainingProgram,
  trainingProgram,
} from '@rnnlab/onnx';
import { type CompiledModel, type CompileOptions, drawInitialState } from '../engine.js';
import { inOrder } from '../event-loop.js';
import { batchChecker, evaluationFeeds, trainingFeeds } from '../feeds.js';
import type { SessionSettings } from './protocol.js';
import type { Client } from './rpc.js';

/** Minimum number of examples in a shard of a batch. */
const MINIMUM_SHARD = 32;
/**
 * Parameters up to which it pays to exchange them in each step, and those of embeddings, whose exchange costs as much while
 * they take no time in the loop over time steps.
 */
const MAX_PARAMETERS = 2 ** 20;
const MAX_EMBEDDINGS = 2 ** 17;

/** Compiles a model to ONNX programs and opens them in a client's thread. */
export async function compile(
  client: () => Client,
  settings: SessionSettings,
  ...[spec, optimizer, options = {}]: [ModelSpec, OptimizerSpec, CompileOptions?]
): Promise<CompiledModel> {
  const model = resolveModel(spec);
  const thread = client();
  // Blocked convolutions are a matter of the CPU, in native code.
  const blockSize = settings.device === 'cpu' ? await thread.call('blockSize', settings) : undefined;
  const training = trainingProgram(model, optimizer, { ...options, blockSize });
  const unblocked = training.usesBlockedLayout ? trainingProgram(model, optimizer, options) : training;
  const shards = settings.device === 'cpu' && settings.threads > 1 && isWorthSharding(model);
  const dataParallel = shards ? dataParallelTraining(model, optimizer, options) : undefined;
  const evaluation = evaluationProgram(model, options);
  const check = batchChecker(model, options.loss);
  const handle = await thread.call('open', {
    ...settings,
    training: [
      training.model,
      unblocked.model,
      ...(dataParallel ? [{ ...dataParallel, minimumShard: MINIMUM_SHARD, ...shardedInputs(training) }] : []),
    ],
    evaluation: evaluation.model,
  });
  const { slots } = optimizerOf(optimizer);
  // Other calls may come while the masks of a run are drawn, and must not overtake it.
  const queue = inOrder();
  return {
    output: model.output,
    initialize: (generator) =>
      queue(async () => {
        if (!hasCustomParts(model)) return thread.call('initialize', handle, spec, slots, generator);
        // The thread does not know the user's definitions.
        const drawn = drawInitialState(model, slots, generator);
        await thread.call('setState', handle, drawn.state);
        return drawn.generator;
      }),
    setState: (state) => queue(() => thread.call('setState', handle, state)),
    getState: () => queue(() => thread.call('getState', handle)),
    async train(run) {
      for (const batch of run.batches) check(batch, run.shape);
      // A batch smaller than a block would be padded to one.
      const small = blockSize !== undefined && run.shape.batch < blockSize;
      const program = dataParallel && run.shape.batch >= 2 * MINIMUM_SHARD ? 2 : small ? 1 : 0;
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

/** Whether the model has a loop over time steps, whose operators are too small for several threads, and sharding pays. */
function isWorthSharding({ spec, parameters, size }: ResolvedModel): boolean {
  const total = (some: typeof parameters) => some.reduce((sum, { size }) => sum + size, 0);
  const embeddings = parameters.filter(({ layer }) => spec.layers[layer]!.type === 'embedding');
  return (
    spec.layers.some(({ type }) => type === 'recurrent') &&
    size <= MAX_PARAMETERS &&
    total(embeddings) <= MAX_EMBEDDINGS
  );
}

/** The inputs of a program that are sharded. */
const shardedInputs = ({ parameters, data, dropout, carried }: TrainingProgram) => ({
  parameters,
  axes: Object.fromEntries([...data, ...dropout].map(({ name, shape }) => [name, shape.indexOf('batch')])),
  carried: carried.map(({ name }) => name),
});
