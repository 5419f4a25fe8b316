import type { ClassBatch } from './accuracy.js';
import { confusionMatrix } from './confusion-matrix.js';
import type { Metric } from './metric.js';

export interface Scores {
  /** Of what was predicted as the class, the share that is. */
  precision: number;
  /** Of what is the class, the share that was predicted so. */
  recall: number;
  /** The harmonic mean of the two. */
  f1: number;
}

export interface ClassScores extends Scores {
  /** How often the class is the truth. */
  support: number;
}

export interface PrecisionRecallF1 {
  /** One per class, in order. */
  perClass: ClassScores[];
  /** The plain mean over the classes that occur in the truth or in the predictions. */
  macro: Scores;
  /** The mean weighted by support. */
  weighted: Scores;
  /** From the counts of all classes together. With one label per position all three are the accuracy. */
  micro: Scores;
}

/**
 * Precision, recall and F1 of each class and their averages. 0/0 is 0: the precision of a class never
 * predicted, the recall of one that never occurs, and every average before any position counted.
 *
 * `update` throws a RangeError when the lists differ in length or an entry is not below `classes`.
 *
 * @param classes number of classes
 * @example
 * const metric = precisionRecallF1(2);
 * metric.update([0, 0, 1], [0, 1, 1]);
 * metric.compute().perClass[0]; // { precision: 1, recall: 0.5, f1: 0.6666666666666666, support: 2 }
 */
export function precisionRecallF1(classes: number): Metric<ClassBatch, PrecisionRecallF1> {
  const { update, compute, reset } = confusionMatrix(classes);
  return { update, reset, compute: () => fromCounts(compute().counts) };
}

function fromCounts(counts: number[][]): PrecisionRecallF1 {
  const hits = counts.map((row, i) => row[i]!);
  const predicted = counts.map((_, column) => sum(counts.map((row) => row[column]!)));
  const support = counts.map(sum);
  const perClass = hits.map((hit, i) => ({
    ...scores(hit, predicted[i]!, support[i]!),
    support: support[i]!,
  }));
  const occurring = perClass.map((_, i) => (support[i]! + predicted[i]! > 0 ? 1 : 0));
  return {
    perClass,
    macro: average(perClass, occurring),
    weighted: average(perClass, support),
    micro: scores(sum(hits), sum(predicted), sum(support)),
  };
}

function scores(hits: number, predicted: number, support: number): Scores {
  return {
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    // 2PR / (P + R), without the rounding of P and R.
    f1: ratio(2 * hits, predicted + support),
  };
}

function average(perClass: Scores[], weights: number[]): Scores {
  const mean = (key: keyof Scores) =>
    ratio(sum(perClass.map((value, i) => value[key] * weights[i]!)), sum(weights));
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
