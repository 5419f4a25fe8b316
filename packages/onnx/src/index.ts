// Reading order: graph, ops, autodiff, lowering, passes, programs. Layers and cells are in @rnnlab/models; see the README.

export { gradients } from './autodiff/gradients.js';
export { Graph, type Value } from './graph/graph.js';
export { serialize } from './graph/serialize.js';
export { type DataType, type Dim, GraphError, type Shape } from './graph/types.js';
export {
  type CustomLossSpec,
  defineLoss,
  type Loss,
  type LossDefinition,
  type LossSpec,
  losses,
  type PredictionScores,
  targetClasses,
} from './losses.js';
export { ops } from './ops/index.js';
export { chain, type Transform, type TransformContext } from './optimizers/combine.js';
export {
  type CustomOptimizerSpec,
  commonOptions as optimizerOptions,
  defineOptimizer,
  type Optimizer,
  type OptimizerSpec,
  optimizerOf,
  optimizers,
  type StepInfo,
} from './optimizers/optimizers.js';
export {
  addDecayedWeights,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  momentum,
  scaleByAdam,
  scaleByLearningRate,
  scaleByRms,
  scaleByRss,
} from './optimizers/transforms.js';
export { type BlockSizeProbe, blockSizeProbe } from './programs/block-size.js';
export { type DataParallelTraining, dataParallelTraining } from './programs/data-parallel-training.js';
export { EVALUATION_OUTPUTS, type EvaluationProgram, evaluationProgram } from './programs/evaluation.js';
export { type ExportOptions, exportModel, type TrainedModel } from './programs/export-model.js';
export type { MaskInput } from './programs/forward.js';
export { generationModel } from './programs/generation.js';
export { type InferenceOptions, inferenceModel } from './programs/inference.js';
export type { TensorSpec } from './programs/model.js';
export {
  TRAINING_OUTPUTS,
  type TrainingOptions,
  type TrainingProgram,
  trainingProgram,
} from './programs/training.js';
