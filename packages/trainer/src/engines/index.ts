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
export * from './for-engines.js';
export { type OnnxRuntimeOptions, onnxruntime } from './onnxruntime/engine.js';
export { type WebOptions, web } from './web/engine.js';
