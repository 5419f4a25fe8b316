export { gradients } from './autodiff/gradients.js';
export { Graph, type Value } from './graph/graph.js';
export { serialise } from './graph/serialise.js';
export { type DataType, type Dim, GraphError, type Shape } from './graph/types.js';
export type { TensorSpec } from './lowering/model.js';
export { type OptimiserSpec, optimiserNames, optimiserOf, type StepInfo } from './optimisers/index.js';
export { EVALUATION_OUTPUTS, type EvaluationProgram, evaluationProgram } from './programs/evaluation.js';
export { inferenceModel } from './programs/inference.js';
export {
  type DropoutInput,
  TRAINING_OUTPUTS,
  type TrainingProgram,
  trainingProgram,
} from './programs/training.js';
