// What runs in a page as it does in Node.

export type { LossSpec, OptimizerSpec } from '@rnnlab/onnx';
export { Generator } from '@rnnlab/shared';
export type { Augmentation } from './augmentation/augmentation.js';
export { type ImageAugmentationOptions, imageAugmentation } from './augmentation/image-augmentation.js';
export { type TokenDropoutOptions, tokenDropout } from './augmentation/token-dropout.js';
export type { Checkpoint } from './checkpoints/checkpoint.js';
export { decodeCheckpoint, encodeCheckpoint } from './checkpoints/encode.js';
export { DivergenceError } from './divergence.js';
export { type Monitor, monitors } from './early-stopping.js';
export type {
  CompiledModel,
  CompileOptions,
  Engine,
  Evaluation,
  Run,
  RunScores,
  TrainingState,
} from './engines/engine.js';
export { EngineError } from './engines/error.js';
export { type WebOptions, web } from './engines/web/engine.js';
export { TrainingError } from './error.js';
export { evaluate, type Scores } from './evaluate.js';
export type { ExampleIteration, ExampleStream, StreamedExample } from './examples/example-stream.js';
export type { Batch, BatchData, Examples } from './examples/examples.js';
export { type FeatureExamplesOptions, featureExamples } from './examples/feature-examples.js';
export { type SequenceExamplesOptions, sequenceExamples } from './examples/sequence-examples.js';
export { type TokenExamplesOptions, tokenExamples } from './examples/token-examples.js';
export { type FitResult, fit } from './fit.js';
export type { FitOptions } from './fit-options.js';
export type { EpochRecord, StepRecord } from './history.js';
export type { ProgressReport } from './progress.js';
export { type ScheduleSpec, scheduleNames, scheduleOf, schedules } from './schedules/index.js';
