import type { ModelSpec } from '@rnnlab/models';
import type { LossSpec, OptimizerSpec } from '@rnnlab/onnx';
import {
  aFunction,
  anything,
  aSignal,
  checkOptions,
  flag,
  oneOf,
  positive,
  type Rule,
  seed,
  shown,
  wholeNumber,
} from '@rnnlab/shared';
import type { Augmentation } from './augmentation/augmentation.js';
import type { Checkpoint } from './checkpoints/checkpoint.js';
import { type Monitor, monitors } from './early-stopping.js';
import { defaultEngine } from './engines/default.js';
import type { Engine } from './engines/engine.js';
import { TrainingError } from './error.js';
import { type ExampleStream, isExampleStream } from './examples/example-stream.js';
import type { Examples } from './examples/examples.js';
import { isStream, type TokenStream } from './examples/token-stream.js';
import type { EpochRecord, StepRecord, TrainingPosition } from './history.js';
import type { ProgressReport } from './progress.js';
import { type ScheduleSpec, schedules } from './schedules/index.js';

/** Options of `fit`. One that is undefined has its default. */
export interface FitOptions {
  spec: ModelSpec;
  /**
   * Examples in any order; a stream of examples, in its own; or a token stream, which is read in `batch` places at once with
   * states that are carried.
   */
  train: Examples | ExampleStream | TokenStream;
  /** Scored after each epoch. An empty set counts as none. A token stream if it is trained on one. */
  validation?: Examples | ExampleStream | TokenStream | undefined;
  /** Changes the examples each time they are trained on; by default they stay as they are. */
  augmentation?: Augmentation | undefined;
  /** What is lowered; default softmax cross-entropy. */
  loss?: LossSpec | undefined;
  /** Default Adam. */
  optimizer?: OptimizerSpec | undefined;
  /** Base learning rate; default .001. */
  learningRate?: number | undefined;
  /** How the rate changes over the steps; constant by default. */
  schedule?: ScheduleSpec | undefined;
  /** Examples in a step, or places in which a stream is read at once; default 32. */
  batch?: number | undefined;
  /** Passes over the examples; default 10. */
  epochs?: number | undefined;
  /**
   * Batches of an epoch, for a stream of examples: the next epoch goes on where it stopped, and at the end of the stream it
   * begins anew. By default an epoch is one pass.
   */
  stepsPerEpoch?: number | undefined;
  /** Of all randomness, a whole number from 0 to 2³² - 1; default 0. */
  seed?: number | undefined;
  /** Which epoch counts as the best; by default the one with the lowest validation loss, or training loss. */
  monitor?: Monitor | undefined;
  /** Stop after this many epochs without a better one; by default never. */
  patience?: number | undefined;
  /** Default `onnxruntime()`, in a page `web()`. */
  engine?: Engine | undefined;
  /** Go on from here: everything else must be as it was. A constant learning rate allows more epochs. */
  resume?: Checkpoint | undefined;
  /**
   * Begins another phase where `resume` stands: the rest of the training has another learning rate, schedule, patience
   * and monitor, and `epochs` are those of the phase. The schedule begins anew. The history says which phase an epoch
   * is of. To go on within a phase, resume without it.
   */
  newPhase?: boolean | undefined;
  /**
   * Stops after the steps under way when it is aborted: those of one call of the engine. After the last ones of an epoch its
   * validation comes first, and a stream that is being read is waited for.
   */
  signal?: AbortSignal | undefined;
  /** After each few steps: for a progress bar. */
  onProgress?: ((report: ProgressReport) => void) | undefined;
  /** Means over the last steps, about ten times an epoch. */
  onSteps?: ((record: StepRecord) => void | Promise<void>) | undefined;
  onEpoch?: ((record: EpochRecord) => void | Promise<void>) | undefined;
  /** Called with the parameters after each epoch: to look at what the model does on the way. */
  onParameters?: ((parameters: Float32Array, at: TrainingPosition) => void | Promise<void>) | undefined;
  /** After how many updates `onParameters` is called, too. */
  parametersEvery?: number | undefined;
  /** At the start, after each epoch, every half minute and at the end. */
  onCheckpoint?: ((checkpoint: Checkpoint) => void | Promise<void>) | undefined;
}

const ofType = (example: string): Rule => ({
  expected: `an object as in { type: '${example}' }`,
  accepts: (value) => typeof (value as { type?: unknown } | null)?.type === 'string',
});

const anEngine: Rule = {
  expected: 'an engine, as onnxruntime() or web() give one',
  accepts: (value) => typeof (value as Partial<Engine> | null)?.compile === 'function',
};

const rules: Record<keyof FitOptions, Rule> = {
  spec: anything,
  train: anything,
  validation: anything,
  augmentation: anything,
  loss: ofType('softmax-cross-entropy'),
  optimizer: ofType('adam'),
  learningRate: positive,
  schedule: ofType('constant'),
  batch: wholeNumber(1),
  epochs: wholeNumber(0),
  stepsPerEpoch: wholeNumber(1),
  seed,
  monitor: oneOf(monitors),
  patience: wholeNumber(1),
  engine: anEngine,
  resume: anything,
  newPhase: flag,
  signal: aSignal,
  onProgress: aFunction,
  onSteps: aFunction,
  onEpoch: aFunction,
  onParameters: aFunction,
  parametersEvery: wholeNumber(1),
  onCheckpoint: aFunction,
};

type Defaulted =
  | 'loss'
  | 'optimizer'
  | 'learningRate'
  | 'schedule'
  | 'batch'
  | 'epochs'
  | 'seed'
  | 'monitor'
  | 'engine';

/** Options with every default filled in. */
export type ResolvedOptions = Omit<FitOptions, Defaulted> & {
  [Name in Defaulted]: NonNullable<FitOptions[Name]>;
};

/**
 * Checks options and fills in defaults.
 *
 * @throws TrainingError for an unknown option, a bad value, nothing to train on, or a monitor without what it reads.
 */
export function resolveOptions(options: FitOptions): ResolvedOptions {
  checkOptions('fit', options, rules, TrainingError, ['spec', 'train']);
  const { train } = options;
  expectData('train', train);
  if (options.validation !== undefined) expectData('validation', options.validation);
  if (isEmpty(train)) throw new TrainingError('There is nothing to train on: the training set is empty.');
  const validation = options.validation && !isEmpty(options.validation) ? options.validation : undefined;
  if (validation && isStream(validation) !== isStream(train)) {
    throw new TrainingError('fit: train and validation must both be token streams, or neither.');
  }
  if (options.stepsPerEpoch !== undefined && !isExampleStream(train)) {
    throw new TrainingError('fit: stepsPerEpoch is for a stream of examples, received others to train on.');
  }
  if (options.newPhase && !options.resume) {
    throw new TrainingError('fit: newPhase needs a checkpoint to go on from in resume, received none.');
  }
  const { monitor = validation ? 'validationLoss' : 'trainLoss' } = options;
  if (monitor !== 'trainLoss' && !validation) {
    throw new TrainingError(`fit: monitor ${monitor} needs a validation set, received none.`);
  }
  const { schedule = { type: 'constant' } } = options;
  const countsSteps = schedules[schedule.type]?.countsSteps;
  if (countsSteps && isExampleStream(train) && options.stepsPerEpoch === undefined) {
    throw new TrainingError(
      `fit: the schedule ${schedule.type} needs stepsPerEpoch, as a stream of examples does not say how many it has.`,
    );
  }
  return {
    ...options,
    validation,
    monitor,
    loss: options.loss ?? { type: 'softmax-cross-entropy' },
    optimizer: options.optimizer ?? { type: 'adam' },
    learningRate: options.learningRate ?? 0.001,
    schedule,
    batch: options.batch ?? 32,
    epochs: options.epochs ?? 10,
    seed: options.seed ?? 0,
    engine: options.engine ?? defaultEngine(),
  };
}

type Data = NonNullable<FitOptions['validation']>;

const isEmpty = (data: Data): boolean => 'length' in data && data.length === 0;

function expectData(name: string, data: Data): void {
  if (typeof data === 'object' && data !== null && ('batch' in data || isExampleStream(data))) return;
  throw new TrainingError(
    `fit: ${name} must be examples as of tokenExamples, a stream of examples, or a tokenStream, received ${shown(data)}.`,
  );
}
