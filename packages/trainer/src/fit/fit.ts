import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { checkTrainingConfig, trainingConfigOf } from '../checkpoints/training-config.js';
import type { BatchSource } from '../data/batches.js';
import { ExampleStreamSource, isExampleStream } from '../data/example-stream.js';
import { examplesSource } from '../data/length-bucketing.js';
import { isTokenStream, tokenStreamSource } from '../data/token-stream.js';
import type { EpochRecord } from './history.js';
import { type FitOptions, type ResolvedOptions, resolveOptions } from './options.js';
import { StepLoop } from './step-loop.js';
import { TrainingRun } from './training-run.js';
import { endEpoch, isOutOfPatience } from './validation.js';

/** The result of {@link fit}. */
export interface FitResult {
  /** Parameters after the best epoch. */
  parameters: Float32Array;
  /** A record of each epoch, also of those before a resumed checkpoint. */
  history: EpochRecord[];
  /** The best epoch, from 1; 0 if none was completed. */
  bestEpoch: number;
  /** Why it ended: after all epochs, by early stopping, or by its signal. */
  stopped: 'finished' | 'early' | 'interrupted';
  /** Seconds of training and validation in this call. */
  seconds: number;
  /** The last checkpoint, from which the training can be resumed. */
  checkpoint: Checkpoint;
}

/**
 * Trains a model: shuffled epochs of length-bucketed batches, a stream of examples in its order, or the windows of a token
 * stream with recurrent states that are carried; validation after each epoch, the best epoch's parameters at the end. The
 * same options give the same parameters, bit for bit, on the same machine; so does a training that was stopped and resumed.
 *
 * @throws {DivergenceError} When the loss or the state is no longer finite; the last checkpoint is from before.
 * @throws {TrainingError} When an option is unknown or has a bad value, a stream has no examples, or the checkpoint is of
 *   another training.
 * @throws {SpecError} When the model cannot be built.
 * @example
 * const { parameters, history } = await fit({ spec, train, validation, epochs: 5, onEpoch: console.log });
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const resolved = resolveOptions(options);
  const { spec, optimizer, loss, engine, resume } = resolved;
  const recipe = trainingConfigOf(resolved);
  if (resume) checkTrainingConfig(resume.recipe, recipe, resolved.newPhase);
  const source = batchSourceOf(resolved);
  const run = new TrainingRun(resolved, recipe, source);
  const model = await engine.compile(spec, optimizer, { loss, stateful: source.stateful });
  try {
    await run.start(model);
    const stopped = await trainEpochs(run);
    const checkpoint = await run.checkpoint();
    return {
      parameters: run.bestParameters ?? checkpoint.state.parameters,
      history: run.progress.history,
      bestEpoch: run.progress.best?.epoch ?? 0,
      stopped,
      seconds: run.seconds,
      checkpoint,
    };
  } finally {
    await Promise.all([source.close(), model.dispose()]);
  }
}

async function trainEpochs(run: TrainingRun): Promise<FitResult['stopped']> {
  const steps = new StepLoop(run);
  while (run.progress.epoch < run.totalEpochs) {
    if (isOutOfPatience(run)) return 'early';
    if (!(await steps.epoch())) return 'interrupted';
    await endEpoch(run);
  }
  return 'finished';
}

/** The source of batches for each kind of data. */
function batchSourceOf({ train, batchSize, stepsPerEpoch }: ResolvedOptions): BatchSource {
  if (isTokenStream(train)) return tokenStreamSource(train, batchSize);
  if (isExampleStream(train)) return new ExampleStreamSource(train, batchSize, stepsPerEpoch);
  return examplesSource(train, batchSize);
}
