import type { ClassBatch } from './accuracy.js';
import { type Metric, readMask, requireClasses, requireLength, requirePositiveInteger } from './metric.js';

/** The counts of every pair of classes: rows are true labels, columns predicted labels. */
export interface ConfusionMatrix {
  /** Number of classes. */
  classes: number;
  /** `counts[label][prediction]`. */
  counts: number[][];
  /**
   * Shares instead of counts: of each true class (`'row'`, the diagonal is recall), of each predicted class
   * (`'column'`, the diagonal is precision), or of everything (`'all'`). 0 where there are no counts.
   */
  normalized(by: 'row' | 'column' | 'all'): number[][];
}

/**
 * Confusion matrix: how often each class was predicted as each other.
 *
 * `update` throws a RangeError when the lists differ in length or an entry is not below `classes`.
 *
 * @param classes - Number of classes.
 * @example
 * const metric = confusionMatrix(2);
 * metric.update([0, 0, 1], [0, 1, 1]);
 * metric.compute().counts; // [[1, 1], [0, 1]]
 */
export function confusionMatrix(classes: number): Metric<ClassBatch, ConfusionMatrix> {
  requirePositiveInteger('confusionMatrix', 'classes', classes);
  const cells = new Float64Array(classes * classes);
  return {
    update(labels, predictions, { mask } = {}) {
      requireLength('confusionMatrix', 'predictions', predictions, labels.length);
      const counts = readMask('confusionMatrix', mask, labels.length);
      requireClasses('confusionMatrix', 'labels', labels, counts, classes);
      requireClasses('confusionMatrix', 'predictions', predictions, counts, classes);
      for (let i = 0; i < labels.length; i++) {
        if (counts(i)) cells[labels[i]! * classes + predictions[i]!]!++;
      }
    },
    compute() {
      const counts = Array.from({ length: classes }, (_, row) => [
        ...cells.subarray(row * classes, (row + 1) * classes),
      ]);
      return { classes, counts, normalized: (by) => normalized(counts, by) };
    },
    reset() {
      cells.fill(0);
    },
  };
}

function normalized(counts: number[][], by: 'row' | 'column' | 'all'): number[][] {
  const rows = counts.map(sum);
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column]!)));
  const all = sum(rows);
  const totals = {
    row: (row: number, _column: number) => rows[row]!,
    column: (_row: number, column: number) => columns[column]!,
    all: () => all,
  };
  if (!Object.hasOwn(totals, by)) {
    throw new RangeError(`A confusion matrix is normalized by 'row', 'column' or 'all'; received ${by}.`);
  }
  return counts.map((row, r) => row.map((count, c) => count / (totals[by](r, c) || 1)));
}

/** Precision, recall and F1. */
export interface Scores {
  /** Of the positions predicted as the class, the share that has it as label. */
  precision: number;
  /** Of the positions with the class as label, the share that was predicted so. */
  recall: number;
  /** The harmonic mean of the two. */
  f1: number;
}

/** The scores of one class. */
export interface ClassScores extends Scores {
  /** How often the class is the label. */
  support: number;
}

/** The value of {@link precisionRecallF1}: scores per class and averages of them. */
export interface PrecisionRecallF1 {
  /** One per class, in order. */
  perClass: ClassScores[];
  /** The plain mean over the classes that occur in the labels or in the predictions. */
  macro: Scores;
  /** The mean weighted by support. */
  weighted: Scores;
  /** From the counts of all classes together. With one label per position all three are the accuracy. */
  micro: Scores;
}

/**
 * Precision, recall and F1 of each class, with their macro, weighted and micro averages. 0/0 is 0: the precision of a class never
 * predicted, the recall of one that never occurs, and every average before any position counted.
 *
 * `update` throws a RangeError when the lists differ in length or an entry is not below `classes`.
 *
 * @param classes - Number of classes.
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
