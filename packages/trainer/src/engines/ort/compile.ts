import type { ModelSpec } from '@rnnlab/models';
import { evaluationProgram, type OptimiserSpec, trainingProgram } from '@rnnlab/onnx';
import { batchCheck } from '../check-batch.js';
import type { CompiledModel, CompileOptions } from '../engine.js';
import { evaluationFeeds, trainingFeeds } from '../feeds.js';
import type { Client } from './client.js';
import type { SessionSettings } from './protocol.js';

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
  const evaluation = evaluationProgram(spec, options);
  const check = batchCheck(spec);
  const programs = { training: [training.model, forFew.model], evaluation: evaluation.model };
  const handle = await thread.call('open', { ...settings, ...programs });
  return {
    setState: (state) => thread.call('setState', handle, state),
    getState: () => thread.call('getState', handle),
    async train(run) {
      for (const batch of run.batches) check(batch, run.shape);
      // Batches smaller than a block would be filled up to one.
      const few = blockSize !== undefined && run.shape.batch < blockSize;
      return thread.call('train', handle, trainingFeeds(training, run), few ? 1 : 0);
    },
    async evaluate(batch, shape, { resetCarried } = { resetCarried: true }) {
      check(batch, shape);
      return thread.call('evaluate', handle, evaluationFeeds(evaluation, batch, shape, resetCarried));
    },
    dispose: () => thread.call('close', handle),
  };
}
