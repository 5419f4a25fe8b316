export type {
  CompiledModel,
  CompileOptions,
  Engine,
  Evaluation,
  EvaluationCarry,
  Run,
  RunScores,
  TrainingState,
} from './engine.js';
export { EngineError } from './error.js';
export { type OnnxRuntimeOptions, onnxruntime } from './onnxruntime/engine.js';
export { type TfjsOptions, tfjs } from './tfjs/engine.js';
export { registerLayers, toLayersModel } from './tfjs/to-layers-model.js';
export { type WebOptions, web } from './web/engine.js';
