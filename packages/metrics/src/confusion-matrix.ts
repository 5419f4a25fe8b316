import type { ClassBatch } from './accuracy.js';
import { readMask, requireClasses, requireLength, requirePositiveInteger } from './internal/checks.js';
import type { Metric } from './metric.js';

/** Counts of every pair of classes. Rows are the truth, columns the prediction. */
export interface ConfusionMatrix {
  classes: number;
  /** `counts[truth][prediction]`. */
  counts: number[][];
  /**
   * Shares instead of counts: of each true class (`'row'`, the diagonal is recall), of each predicted class
   * (`'column'`, the diagonal is precision), or of everything (`'all'`). What has no counts is 0.
   */
  normalized(by: 'row' | 'column' | 'all'): number[][];
}

/**
 * How often each class was taken for each other.
 *
 * `update` throws a RangeError when the lists differ in length or an entry is not below `classes`.
 *
 * @param classes number of classes
 * @example
 * const metric = confusionMatrix(2);
 * metric.update([0, 0, 1], [0, 1, 1]);
 * metric.compute().counts; // [[1, 1], [0, 1]]
 */
export function confusionMatrix(classes: number): Metric<ClassBatch, ConfusionMatrix> {
  requirePositiveInteger('confusionMatrix', 'classes', classes);
  const cells = new Float64Array(classes * classes);
  return {
    update(truth, prediction, { mask } = {}) {
      requireLength('confusionMatrix', 'prediction', prediction, truth.length);
      const counts = readMask('confusionMatrix', mask, truth.length);
      requireClasses('confusionMatrix', 'truth', truth, counts, classes);
      requireClasses('confusionMatrix', 'prediction', prediction, counts, classes);
      for (let i = 0; i < truth.length; i++) {
        if (counts(i)) cells[truth[i]! * classes + prediction[i]!]!++;
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

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
