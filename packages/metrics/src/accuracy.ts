import { readMask, requireClasses, requireLength } from './internal/checks.js';
import { proportion } from './internal/proportion.js';
import type { MaskOptions, Metric } from './metric.js';

/** True classes, predicted classes, and which positions count. */
export type ClassBatch = [truth: ArrayLike<number>, prediction: ArrayLike<number>, options?: MaskOptions];

/**
 * The share of predictions that are right, from 0 to 1; NaN before any position counted.
 *
 * `update` throws a RangeError when the lists differ in length or an entry is not a class (0, 1, 2, …).
 *
 * @example
 * const metric = accuracy();
 * metric.update([0, 1, 2, 2], [0, 1, 1, 2]);
 * metric.compute(); // 0.75
 */
export function accuracy(): Metric<ClassBatch, number> {
  const { add, compute, reset } = proportion();
  return {
    update(truth, prediction, { mask } = {}) {
      requireLength('accuracy', 'prediction', prediction, truth.length);
      const counts = readMask('accuracy', mask, truth.length);
      requireClasses('accuracy', 'truth', truth, counts);
      requireClasses('accuracy', 'prediction', prediction, counts);
      let right = 0;
      let all = 0;
      for (let i = 0; i < truth.length; i++) {
        if (!counts(i)) continue;
        all++;
        if (truth[i] === prediction[i]) right++;
      }
      add(right, all);
    },
    compute,
    reset,
  };
}
