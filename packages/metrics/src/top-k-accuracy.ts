import { readMask, requireClasses, requireLength, requirePositiveInteger } from './internal/checks.js';
import { proportion } from './internal/proportion.js';
import type { MaskOptions, Metric } from './metric.js';

/** True classes `[n]`, logits row-major `[n, classes]`, and which rows count. */
export type LogitBatch = [
  truth: ArrayLike<number>,
  logits: ArrayLike<number>,
  options: MaskOptions & { classes: number },
];

/**
 * The share of rows whose true class is among the `k` largest logits; NaN before any row counted. Equal
 * logits rank by class, lowest first, and NaN ranks as −Infinity, as in `argmax`: with `k` = 1 this is the
 * accuracy of `argmax`.
 *
 * `update` throws a RangeError when the shapes do not fit or a true class is not below `classes`.
 *
 * @param k how many guesses a row has, an integer of at least 1
 * @example
 * const metric = topKAccuracy(2);
 * metric.update([2, 0], [0.1, 0.6, 0.3, 0.2, 0.5, 0.3], { classes: 3 });
 * metric.compute(); // 0.5
 */
export function topKAccuracy(k: number): Metric<LogitBatch, number> {
  requirePositiveInteger('topKAccuracy', 'k', k);
  const { add, compute, reset } = proportion();
  return {
    update(truth, logits, { classes, mask }) {
      requirePositiveInteger('topKAccuracy', 'classes', classes);
      requireLength('topKAccuracy', 'logits', logits, truth.length * classes);
      const counts = readMask('topKAccuracy', mask, truth.length);
      requireClasses('topKAccuracy', 'truth', truth, counts, classes);
      let right = 0;
      let all = 0;
      for (let row = 0; row < truth.length; row++) {
        if (!counts(row)) continue;
        all++;
        if (rank(logits, row * classes, classes, truth[row]!) < k) right++;
      }
      add(right, all);
    },
    compute,
    reset,
  };
}

/** How many classes of a row come before `target`. */
function rank(logits: ArrayLike<number>, offset: number, classes: number, target: number): number {
  const own = orLowest(logits[offset + target]!);
  let before = 0;
  for (let i = 0; i < classes; i++) {
    const other = orLowest(logits[offset + i]!);
    if (other > own || (other === own && i < target)) before++;
  }
  return before;
}

function orLowest(logit: number): number {
  return Number.isNaN(logit) ? Number.NEGATIVE_INFINITY : logit;
}
