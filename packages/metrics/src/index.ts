export { accuracy, argmax, type ClassBatch, type LogitBatch, topKAccuracy } from './accuracy.js';
export type { BitOptions } from './bit-accuracy.js';
export { type BitBatch, type BitSequenceBatch, bitAccuracy, exactBitAccuracy } from './bit-accuracy.js';
export { standardError, wilsonInterval } from './confidence-interval.js';
export {
  type ClassScores,
  type ConfusionMatrix,
  confusionMatrix,
  type PrecisionRecallF1,
  precisionRecallF1,
  type Scores,
} from './confusion-matrix.js';
export {
  type CustomMetricSpec,
  defineMetric,
  type MetricDefinition,
  type MetricSpec,
  metricOf,
  metrics,
  type Predictions,
} from './define-metric.js';
export type { MaskOptions, Metric } from './metric.js';
export { bitsPerCharacter, type LossBatch, meanLoss, perplexity } from './perplexity.js';
