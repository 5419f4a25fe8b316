import {
  type MaskOptions,
  type Metric,
  proportion,
  readMask,
  requireClasses,
  requireLength,
  requirePositiveInteger,
} from './metric.js';

/** A batch of classes, `[n]` each: true labels, predicted classes, and which positions count. */
export type ClassBatch = [labels: ArrayLike<number>, predictions: ArrayLike<number>, options?: MaskOptions];

/**
 * Accuracy: the share of predictions that are right, from 0 to 1; NaN before any position counted.
 *
 * `update` throws a RangeError when the lists differ in length or an entry is not a class (0, 1, 2, …).
 *
 * @example
 * const metric = accuracy();
 * metric.update([0, 1, 2, 2], [0, 1, 1, 2]);
 * metric.compute(); // 0.75
 */
export function accuracy(): Metric<ClassBatch, number> {
  const { count, compute, reset } = proportion();
  return {
    update(labels, predictions, { mask } = {}) {
      requireLength('accuracy', 'predictions', predictions, labels.length);
      const counts = readMask('accuracy', mask, labels.length);
      requireClasses('accuracy', 'labels', labels, counts);
      requireClasses('accuracy', 'predictions', predictions, counts);
      count(labels.length, counts, (i) => labels[i] === predictions[i]);
    },
    compute,
    reset,
  };
}

/** A batch of logits: true labels `[n]`, logits row-major `[n, classes]`, and which rows count. */
export type LogitBatch = [
  labels: ArrayLike<number>,
  logits: ArrayLike<number>,
  options: MaskOptions & { classes: number },
];

/**
 * Top-k accuracy: the share of rows whose label is among the `k` largest logits; NaN before any row counted. Equal
 * logits rank by class, lowest first, and NaN ranks as −Infinity, as in `argmax`: with `k` = 1 this is the
 * accuracy of `argmax`.
 *
 * `update` throws a RangeError when the shapes do not fit or a label is not below `classes`.
 *
 * @param k - Guesses per row, an integer of at least 1.
 * @example
 * const metric = topKAccuracy(2);
 * metric.update([2, 0], [0.1, 0.6, 0.3, 0.2, 0.5, 0.3], { classes: 3 });
 * metric.compute(); // 0.5
 */
export function topKAccuracy(k: number): Metric<LogitBatch, number> {
  requirePositiveInteger('topKAccuracy', 'k', k);
  const { count, compute, reset } = proportion();
  return {
    update(labels, logits, { classes, mask }) {
      requirePositiveInteger('topKAccuracy', 'classes', classes);
      requireLength('topKAccuracy', 'logits', logits, labels.length * classes);
      const counts = readMask('topKAccuracy', mask, labels.length);
      requireClasses('topKAccuracy', 'labels', labels, counts, classes);
      count(labels.length, counts, (row) => rank(logits, row * classes, classes, labels[row]!) < k);
    },
    compute,
    reset,
  };
}

/** The rank of the class `label` in its row, from 0: ties go to the lower class. */
function rank(logits: ArrayLike<number>, offset: number, classes: number, label: number): number {
  const own = orLowest(logits[offset + label]!);
  let before = 0;
  for (let i = 0; i < classes; i++) {
    const other = orLowest(logits[offset + i]!);
    if (other > own || (other === own && i < label)) before++;
  }
  return before;
}

function orLowest(logit: number): number {
  return Number.isNaN(logit) ? Number.NEGATIVE_INFINITY : logit;
}

/**
 * Returns the class with the largest logit of each row. Of equal logits the lowest class wins. NaN counts as
 * −Infinity: it never beats a number, and a row of NaN alone gives class 0.
 *
 * @param logits - Row-major, `[n, classes]`.
 * @param classes - Logits per row.
 * @returns The classes, `[n]`.
 * @throws {RangeError} When the logits do not make whole rows.
 *
 * @example
 * argmax([0.1, 0.7, 0.2, 0.5, 0.5, 0], 3); // Int32Array [1, 0]
 */
export function argmax(logits: ArrayLike<number>, classes: number): Int32Array {
  requirePositiveInteger('argmax', 'classes', classes);
  if (logits.length % classes !== 0) {
    throw new RangeError(
      `argmax: logits has ${logits.length} entries; expected a multiple of the ${classes} classes.`,
    );
  }
  const best = new Int32Array(logits.length / classes);
  for (let row = 0; row < best.length; row++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < classes; i++) {
      const logit = logits[row * classes + i]!;
      if (logit > largest) {
        largest = logit;
        best[row] = i;
      }
    }
  }
  return best;
}
