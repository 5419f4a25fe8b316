export type { ImageCard } from '@rnnlab/model-file';
export { Generator } from '@rnnlab/shared';
export { InferenceError } from './error.js';
export type { Generation } from './language/generate.js';
export type {
  BeamOptions,
  BeamResult,
  GenerateManyOptions,
  GenerateOptions,
} from './language/generation-options.js';
export type { LanguageModel } from './language/language-model.js';
export type { TextScore } from './language/perplexity.js';
export type { Sampler } from './language/sampling.js';
export { draw, greedy, minP, temperature, topK, topP } from './language/sampling.js';
export type { ModelSource } from './load-model.js';
export { type LoadOptions, loadModel, type Model } from './load-model.js';
export type { ImageClassifier, ImagePixels, ImagePrediction } from './tasks/image-classifier.js';
export type { FeaturesOptions, LayerOutput, LayerOutputs } from './tasks/layer-outputs.js';
export type { Sequence, SequenceModel, SequencePrediction } from './tasks/sequence-model.js';
export type { Prediction, TextClassifier } from './tasks/text-classifier.js';
export type { ClassProbability, PredictOptions } from './tasks/top-classes.js';
