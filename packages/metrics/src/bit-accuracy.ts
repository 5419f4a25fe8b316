import { type BitOptions, bitComparison } from './internal/bit-comparison.js';
import { proportion } from './internal/proportion.js';
import type { MaskOptions, Metric } from './metric.js';

/** True bits (0 or 1), predicted probabilities or logits, and which positions count. */
export type BitBatch = [truth: ArrayLike<number>, prediction: ArrayLike<number>, options?: MaskOptions];

/**
 * The share of bits that are right; NaN before any bit counted. A prediction above the threshold is a 1; NaN
 * is wrong.
 *
 * `update` throws a RangeError when the lists differ in length or a true bit is not 0 or 1.
 *
 * @param options `threshold`: 0.5 for probabilities and bits (default), 0 for logits
 * @example
 * const metric = bitAccuracy();
 * metric.update([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6]);
 * metric.compute(); // 0.75
 */
export function bitAccuracy(options: BitOptions = {}): Metric<BitBatch, number> {
  const compare = bitComparison('bitAccuracy', options);
  const { add, compute, reset } = proportion();
  return {
    update(truth, prediction, { mask } = {}) {
      const { counts, isRight } = compare(truth, prediction, mask);
      let right = 0;
      let all = 0;
      for (let i = 0; i < truth.length; i++) {
        if (!counts(i)) continue;
        all++;
        if (isRight(i)) right++;
      }
      add(right, all);
    },
    compute,
    reset,
  };
}
