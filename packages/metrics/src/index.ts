export { accuracy, type ClassBatch } from './accuracy.js';
export { argmax } from './argmax.js';
export { type BitBatch, bitAccuracy } from './bit-accuracy.js';
export { bitsPerCharacter } from './bits-per-character.js';
export { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.js';
export { type BitSequenceBatch, exactBitAccuracy } from './exact-bit-accuracy.js';
export type { BitOptions } from './internal/bit-comparison.js';
export { type LossBatch, meanLoss } from './mean-loss.js';
export type { MaskOptions, Metric } from './metric.js';
export { perplexity } from './perplexity.js';
export {
  type ClassScores,
  type PrecisionRecallF1,
  precisionRecallF1,
  type Scores,
} from './precision-recall-f1.js';
export { standardError } from './standard-error.js';
export { type LogitBatch, topKAccuracy } from './top-k-accuracy.js';
export { wilsonInterval } from './wilson-interval.js';
