import type { BitBatch } from './bit-accuracy.js';
import { type BitOptions, bitComparison } from './internal/bit-comparison.js';
import { requirePositiveInteger } from './internal/checks.js';
import { proportion } from './internal/proportion.js';
import type { MaskOptions, Metric } from './metric.js';

/** As `BitBatch`, row-major `[batch, steps]`. */
export type BitSequenceBatch = [
  truth: BitBatch[0],
  prediction: BitBatch[1],
  options: MaskOptions & { steps: number },
];

/**
 * The share of sequences of which every bit is right, masked positions aside; NaN before any sequence counted.
 * A sequence masked as a whole does not count. `steps` may change from update to update.
 *
 * `update` throws a RangeError when the shapes do not fit or a true bit is not 0 or 1.
 *
 * @param options `threshold`: 0.5 for probabilities and bits (default), 0 for logits
 * @example
 * const metric = exactBitAccuracy();
 * metric.update([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6], { steps: 2 });
 * metric.compute(); // 0.5
 */
export function exactBitAccuracy(options: BitOptions = {}): Metric<BitSequenceBatch, number> {
  const compare = bitComparison('exactBitAccuracy', options);
  const { add, compute, reset } = proportion();
  return {
    update(truth, prediction, { steps, mask }) {
      requirePositiveInteger('exactBitAccuracy', 'steps', steps);
      if (truth.length % steps !== 0) {
        throw new RangeError(
          `exactBitAccuracy: truth has ${truth.length} entries; expected a multiple of the ${steps} steps.`,
        );
      }
      const { counts, isRight } = compare(truth, prediction, mask);
      let right = 0;
      let all = 0;
      for (let start = 0; start < truth.length; start += steps) {
        const positions = Array.from({ length: steps }, (_, step) => start + step).filter(counts);
        if (positions.length === 0) continue;
        all++;
        if (positions.every(isRight)) right++;
      }
      add(right, all);
    },
    compute,
    reset,
  };
}
