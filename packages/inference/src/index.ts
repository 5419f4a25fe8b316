export { InferenceError } from './error.js';
export type { ImageCard } from './file/image-card.js';
export type { ModelSource } from './file/read-bytes.js';
export { type LoadOptions, loadModel, type Model } from './load-model.js';
export type { ImageClassifier, ImagePrediction } from './tasks/image-classifier.js';
export type { FeaturesOptions, LayerOutput, LayerOutputs } from './tasks/layer-output.js';
export type { ClassProbability, PredictOptions } from './tasks/rank.js';
export type { ImagePixels } from './tasks/read-images.js';
export type { Prediction, TextClassifier } from './tasks/text-classifier.js';
