export type { LossSpec, OptimizerSpec } from '@rnnlab/onnx';
export { Generator } from '@rnnlab/shared';
export {
  type Augmentation,
  type ImageAugmentationOptions,
  imageAugmentation,
  type TokenDropoutOptions,
  tokenDropout,
} from './augmentation.js';
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type Phase,
  type Progress,
  type TrainingConfig as Recipe,
} from './checkpoints/checkpoint.js';
export { RunDirectory } from './checkpoints/run-directory.js';
export { decodeTensors, encodeTensors, type TensorFile } from './checkpoints/safetensors.js';
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
export {
  isTokenStream,
  type TokenSource,
  type TokenStream,
  type TokenStreamOptions,
  tokenStream,
} from './data/token-stream.js';
// Engines; `drawInitialState`, `initialState`, `breather`, `inOrder` and `modelInputs` are for engines of other packages.
export {
  type CompiledModel,
  type CompileOptions,
  drawInitialState,
  type Engine,
  type Evaluation,
  type EvaluationCarry,
  initialState,
  type Run,
  type RunScores,
  type TrainingState,
} from './engines/engine.js';
export { breather, inOrder } from './engines/event-loop.js';
export { type ModelInputs, modelInputs, type Tensor, type Tensors } from './engines/feeds.js';
export { type OnnxRuntimeOptions, onnxruntime } from './engines/onnxruntime/node-engine.js';
export { type WebOptions, web } from './engines/onnxruntime/web-engine.js';
export { DivergenceError, EngineError, RunError, TrainingError } from './errors.js';
export { type EvaluateOptions, evaluate, type Scores } from './evaluate.js';
export { type FitResult, fit } from './fit/fit.js';
export {
  type EpochRecord,
  type Monitor,
  monitors,
  type ProgressReport,
  type StepRecord,
  type TrainingPosition,
} from './fit/history.js';
export type { FitOptions } from './fit/options.js';
export { stepsPerCall } from './fit/step-loop.js';
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
