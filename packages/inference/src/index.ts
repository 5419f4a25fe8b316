export { InferenceError } from './error.js';
export type { ImageCard } from './file/image-card.js';
export type { ModelSource } from './file/read-bytes.js';
export type { Generation } from './language/generation.js';
export type {
  BeamOptions,
  BeamResult,
  GenerateManyOptions,
  GenerateOptions,
  LanguageModel,
} from './language/language-model.js';
export { Random } from './language/random.js';
export { draw } from './language/samplers/draw.js';
export { greedy } from './language/samplers/greedy.js';
export { minP } from './language/samplers/min-p.js';
export type { Sampler } from './language/samplers/sampler.js';
export { temperature } from './language/samplers/temperature.js';
export { topK } from './language/samplers/top-k.js';
export { topP } from './language/samplers/top-p.js';
export type { TextScore } from './language/score.js';
export { type LoadOptions, loadModel, type Model } from './load-model.js';
export type { ImageClassifier, ImagePrediction } from './tasks/image-classifier.js';
export type { FeaturesOptions, LayerOutput, LayerOutputs } from './tasks/layer-output.js';
export type { ClassProbability, PredictOptions } from './tasks/rank.js';
export type { ImagePixels } from './tasks/read-images.js';
export type { Sequence, SequenceModel, SequencePrediction } from './tasks/sequence-model.js';
export type { Prediction, TextClassifier } from './tasks/text-classifier.js';
