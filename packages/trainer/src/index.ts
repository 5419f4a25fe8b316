export type { LossSpec, OptimizerSpec } from '@rnnlab/onnx';
export { Generator } from '@rnnlab/shared';
export type { Augmentation } from './augmentation/augmentation.js';
export { type ImageAugmentationOptions, imageAugmentation } from './augmentation/image-augmentation.js';
export { type TokenDropoutOptions, tokenDropout } from './augmentation/token-dropout.js';
export type { Checkpoint, Phase, Progress } from './checkpoints/checkpoint.js';
export { decodeCheckpoint, encodeCheckpoint } from './checkpoints/encode.js';
export type { Recipe } from './checkpoints/recipe.js';
export { decodeTensors, encodeTensors, type TensorFile } from './checkpoints/safetensors.js';
export { DivergenceError } from './divergence.js';
export { type Monitor, monitors } from './early-stopping.js';
export * from './engines/index.js';
export { TrainingError } from './error.js';
export { evaluate, type Scores } from './evaluate.js';
export type { ExampleIteration, ExampleStream, StreamedExample } from './examples/example-stream.js';
export type { Batch, BatchData, Examples } from './examples/examples.js';
export { type FeatureExamplesOptions, featureExamples } from './examples/feature-examples.js';
export { type SequenceExamplesOptions, sequenceExamples } from './examples/sequence-examples.js';
export { type TokenExamplesOptions, tokenExamples } from './examples/token-examples.js';
export {
  isStream,
  type TokenSource,
  type TokenStream,
  type TokenStreamOptions,
  tokenStream,
} from './examples/token-stream.js';
export { type FitResult, fit } from './fit.js';
export type { FitOptions } from './fit-options.js';
export type { EpochRecord, StepRecord, TrainingPosition } from './history.js';
export type { ProgressReport } from './progress.js';
export { RunError } from './run/error.js';
export { RunDirectory } from './run/run-directory.js';
export { type ScheduleSpec, scheduleNames, scheduleOf, schedules } from './schedules/index.js';
export { stepsPerCall } from './steps-per-call.js';
