// The exports that run in a page as they do in Node.

export type { LossSpec, OptimizerSpec } from '@rnnlab/onnx';
export { Generator } from '@rnnlab/shared';
export {
  type Augmentation,
  type ImageAugmentationOptions,
  imageAugmentation,
  type TokenDropoutOptions,
  tokenDropout,
} from './augmentation.js';
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoints/checkpoint.js';
export type { ExampleIteration, ExampleStream, StreamedExample } from './data/example-stream.js';
export {
  type Batch,
  type BatchData,
  type Examples,
  type FeatureExamplesOptions,
  featureExamples,
  type SequenceExamplesOptions,
  sequenceExamples,
  type TokenExamplesOptions,
  tokenExamples,
} from './data/examples.js';
export type {
  CompiledModel,
  CompileOptions,
  Engine,
  Evaluation,
  Run,
  RunScores,
  TrainingState,
} from './engines/engine.js';
export { type WebOptions, web } from './engines/onnxruntime/web-engine.js';
export { DivergenceError, EngineError, TrainingError } from './errors.js';
export { type EvaluateOptions, evaluate, type Scores } from './evaluate.js';
export { type FitResult, fit } from './fit/fit.js';
export {
  type EpochRecord,
  type Monitor,
  monitors,
  type ProgressReport,
  type StepRecord,
} from './fit/history.js';
export type { FitOptions } from './fit/options.js';
export {
  type CustomScheduleSpec,
  defineSchedule,
  type Schedule,
  type ScheduleDefinition,
  type SchedulePosition,
  type ScheduleSpec,
  scheduleOf,
  schedules,
} from './learning-rate-schedules.js';
