import type { MetricSpec } from '@rnnlab/metrics';
import type { ModelSpec } from '@rnnlab/models';
import type { LossSpec, OptimizerSpec } from '@rnnlab/onnx';
import {
  aFunction,
  anything,
  aSignal,
  aString,
  checkOptions,
  checkValue,
  flag,
  inNode,
  oneOf,
  positive,
  type Rule,
  seed,
  shown,
  wholeNumber,
} from '@rnnlab/shared';
import type { Augmentation } from '../augmentation.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { type ExampleStream, isExampleStream } from '../data/example-stream.js';
import type { Examples } from '../data/examples.js';
import { isTokenStream, type TokenStream } from '../data/token-stream.js';
import type { Engine } from '../engines/engine.js';
import { onnxruntime } from '../engines/onnxruntime/node-engine.js';
import { web } from '../engines/onnxruntime/web-engine.js';
import { TrainingError } from '../errors.js';
import { countsSteps, type ScheduleSpec } from '../learning-rate-schedules.js';
import { aListOfMetrics, checkMetrics } from '../metrics.js';
import {
  type EpochRecord,
  type Monitor,
  monitors,
  type ProgressReport,
  type StepRecord,
  type TrainingPosition,
} from './history.js';

/** Options of `fit`. One that is undefined has its default. */
export interface FitOptions {
  /** The model. */
  spec: ModelSpec;
  /**
   * The training data: examples, which are shuffled; a stream of examples, in its order; or a token stream, in `batchSize`
   * parallel rows with recurrent states that are carried.
   */
  train: Examples | ExampleStream | TokenStream;
  /** Data to score after each epoch. An empty set counts as none. A token stream if `train` is one. Default: none. */
  validation?: Examples | ExampleStream | TokenStream | undefined;
  /** Metrics of the validation data to compute after each epoch. Default: none. */
  metrics?: readonly MetricSpec[] | undefined;
  /** Changes batches at random each time they are trained on. Default: none. */
  augmentation?: Augmentation | undefined;
  /** The loss to minimize. Default: softmax cross-entropy. */
  loss?: LossSpec | undefined;
  /** The optimizer. Default: Adam. */
  optimizer?: OptimizerSpec | undefined;
  /** Base learning rate. Default: 0.001. */
  learningRate?: number | undefined;
  /** Learning-rate schedule. Default: constant. */
  schedule?: ScheduleSpec | undefined;
  /** Batch size: examples in a step, or parallel rows of a token stream. Default: 32. */
  batchSize?: number | undefined;
  /** Passes over the training data. Default: 10. */
  epochs?: number | undefined;
  /**
   * Batches of an epoch, for a stream of examples: the next epoch resumes where it stopped, and at the end of the stream it
   * begins anew. Default: an epoch is one pass.
   */
  stepsPerEpoch?: number | undefined;
  /** Seed of all randomness, a whole number from 0 to 2³² - 1. Default: 0. */
  seed?: number | undefined;
  /** The value that decides which epoch is the best. Default: the validation loss, or else the training loss. */
  monitor?: Monitor | undefined;
  /** Early stopping: stops after this many epochs without a better one. Default: never. */
  patience?: number | undefined;
  /** Default: `onnxruntime()`, in a page `web()`. */
  engine?: Engine | undefined;
  /** A checkpoint to resume: all other options must be the same. A constant learning rate allows more epochs. */
  resume?: Checkpoint | undefined;
  /**
   * Begins another phase at the checkpoint `resume`: the rest of the training has another learning rate, schedule, patience
   * and monitor, and `epochs` are those of the phase. The schedule begins anew. The history has the phase of each epoch. To
   * resume within a phase, leave it out. Default: false.
   */
  newPhase?: boolean | undefined;
  /**
   * Stops the training when it is aborted, after the steps under way: those of one call of the engine. After the last steps
   * of an epoch its validation comes first, and a stream that is being read is waited for.
   */
  signal?: AbortSignal | undefined;
  /** Called after each few steps, for a progress bar. */
  onProgress?: ((report: ProgressReport) => void) | undefined;
  /** Called about ten times an epoch, with means over the last steps. */
  onSteps?: ((record: StepRecord) => void | Promise<void>) | undefined;
  /** Called after each epoch. */
  onEpoch?: ((record: EpochRecord) => void | Promise<void>) | undefined;
  /** Called with the parameters after each epoch, to observe the model in training. */
  onParameters?: ((parameters: Float32Array, at: TrainingPosition) => void | Promise<void>) | undefined;
  /** Number of updates after which `onParameters` is called, too. Default: only after each epoch. */
  parametersEvery?: number | undefined;
  /** Called at the start, after each epoch, every half minute and at the end. */
  onCheckpoint?: ((checkpoint: Checkpoint) => void | Promise<void>) | undefined;
}

const typedObject = (example: string): Rule => ({
  expected: `an object as in { type: '${example}' }`,
  accepts: (value) => typeof (value as { type?: unknown } | null)?.type === 'string',
});

const anEngine: Rule = {
  expected: 'an engine, such as onnxruntime() or web()',
  accepts: (value) => typeof (value as Partial<Engine> | null)?.compile === 'function',
};

const rules: Record<keyof FitOptions, Rule> = {
  spec: anything,
  train: anything,
  validation: anything,
  metrics: aListOfMetrics,
  augmentation: anything,
  loss: typedObject('softmax-cross-entropy'),
  optimizer: typedObject('adam'),
  learningRate: positive,
  schedule: typedObject('constant'),
  batchSize: wholeNumber(1),
  epochs: wholeNumber(0),
  stepsPerEpoch: wholeNumber(1),
  seed,
  monitor: aString,
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
  | 'batchSize'
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
 * @throws {TrainingError} When an option is unknown or has a bad value, or options do not fit each other or the data.
 */
export function resolveOptions(options: FitOptions): ResolvedOptions {
  checkOptions('fit', options, rules, TrainingError, ['spec', 'train']);
  const { train } = options;
  checkData('train', train);
  if (options.validation !== undefined) checkData('validation', options.validation);
  if (isEmpty(train)) throw new TrainingError('There is nothing to train on: the training set is empty.');
  const validation = options.validation && !isEmpty(options.validation) ? options.validation : undefined;
  if (validation && isTokenStream(validation) !== isTokenStream(train)) {
    throw new TrainingError('fit: train and validation must both be token streams, or neither.');
  }
  if (options.stepsPerEpoch !== undefined && !isExampleStream(train)) {
    throw new TrainingError('fit: stepsPerEpoch is for a stream of examples, received other training data.');
  }
  if (options.newPhase && !options.resume) {
    throw new TrainingError('fit: newPhase needs a checkpoint in resume, received none.');
  }
  const { monitor = validation ? 'validationLoss' : 'trainLoss' } = options;
  const { metrics = [] } = options;
  const known: string[] = [...monitors, ...metrics.map(({ type }) => type)];
  checkValue('fit: monitor', monitor, oneOf(known), TrainingError, { option: 'monitor' });
  checkMetrics('fit', metrics);
  if (metrics.length > 0 && !validation) {
    throw new TrainingError('fit: metrics need a validation set, received none.');
  }
  if (monitor !== 'trainLoss' && !validation) {
    throw new TrainingError(`fit: monitor ${monitor} needs a validation set, received none.`);
  }
  const { schedule = { type: 'constant' } } = options;
  if (countsSteps(schedule) && isExampleStream(train) && options.stepsPerEpoch === undefined) {
    throw new TrainingError(
      `fit: the schedule ${schedule.type} needs stepsPerEpoch, as the length of a stream of examples is unknown.`,
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
    batchSize: options.batchSize ?? 32,
    epochs: options.epochs ?? 10,
    seed: options.seed ?? 0,
    engine: options.engine ?? defaultEngine(),
  };
}

type Data = NonNullable<FitOptions['validation']>;

const isEmpty = (data: Data): boolean => 'length' in data && data.length === 0;

function checkData(name: string, data: Data): void {
  if (typeof data === 'object' && data !== null && ('batch' in data || isExampleStream(data))) return;
  throw new TrainingError(
    `fit: ${name} must be examples such as tokenExamples(…), a stream of examples, or a token stream, received ${shown(data)}.`,
  );
}

/** The engine if none is given: `onnxruntime()` in Node, `web()` in a page. */
const defaultEngine = (): Engine => (inNode ? onnxruntime() : web());
