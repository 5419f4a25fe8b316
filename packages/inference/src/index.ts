export { InferenceError } from './error.js';
export type { ModelSource } from './file/read-bytes.js';
export { type LoadOptions, loadModel } from './load-model.js';
export type {
  ClassProbability,
  Prediction,
  PredictOptions,
  TextClassifier,
} from './tasks/text-classifier.js';
