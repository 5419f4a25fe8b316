import {
  type Counts,
  type MaskOptions,
  type Metric,
  proportion,
  readMask,
  requireClasses,
  requireLength,
  requirePositiveInteger,
} from './metric.js';

/** Options of {@link bitAccuracy} and {@link exactBitAccuracy}. */
export interface BitOptions {
  /** A prediction above this is a 1: 0.5 for probabilities, 0 for logits. Default: 0.5. */
  threshold?: number;
}

/** A batch of bits, `[n]` each: target bits (0 or 1), predicted probabilities or logits, and which positions count. */
export type BitBatch = [targets: ArrayLike<number>, predictions: ArrayLike<number>, options?: MaskOptions];

/**
 * Binary accuracy: the share of bits that are right; NaN before any bit counted. A prediction above the threshold
 * is a 1; NaN is wrong.
 *
 * `update` throws a RangeError when the lists differ in length or a target is not 0 or 1.
 *
 * @param options - `threshold`: 0.5 for probabilities and bits, 0 for logits. Default: 0.5.
 * @example
 * const metric = bitAccuracy();
 * metric.update([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6]);
 * metric.compute(); // 0.75
 */
export function bitAccuracy(options: BitOptions = {}): Metric<BitBatch, number> {
  const compare = bitComparison('bitAccuracy', options);
  const { count, compute, reset } = proportion();
  return {
    update(targets, predictions, { mask } = {}) {
      const { counts, isRight } = compare(targets, predictions, mask);
      count(targets.length, counts, isRight);
    },
    compute,
    reset,
  };
}

/** A batch of bit sequences: as {@link BitBatch}, row-major `[batch, steps]`. */
export type BitSequenceBatch = [
  targets: BitBatch[0],
  predictions: BitBatch[1],
  options: MaskOptions & { steps: number },
];

/**
 * Exact match: the share of sequences of which every bit is right, masked positions aside; NaN before any sequence
 * counted. A sequence masked as a whole does not count. `steps` may change from update to update.
 *
 * `update` throws a RangeError when the shapes do not fit or a target is not 0 or 1.
 *
 * @param options - `threshold`: 0.5 for probabilities and bits, 0 for logits. Default: 0.5.
 * @example
 * const metric = exactBitAccuracy();
 * metric.update([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.6], { steps: 2 });
 * metric.compute(); // 0.5
 */
export function exactBitAccuracy(options: BitOptions = {}): Metric<BitSequenceBatch, number> {
  const compare = bitComparison('exactBitAccuracy', options);
  const { add, compute, reset } = proportion();
  return {
    update(targets, predictions, { steps, mask }) {
      requirePositiveInteger('exactBitAccuracy', 'steps', steps);
      if (targets.length % steps !== 0) {
        throw new RangeError(
          `exactBitAccuracy: targets has ${targets.length} entries; expected a multiple of the ${steps} steps.`,
        );
      }
      const { counts, isRight } = compare(targets, predictions, mask);
      let right = 0;
      let all = 0;
      for (let start = 0; start < targets.length; start += steps) {
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

/** Compares a batch of predictions with their target bits. */
function bitComparison(metric: string, { threshold = 0.5 }: BitOptions) {
  if (!Number.isFinite(threshold)) {
    throw new RangeError(`${metric}: threshold is ${threshold}; expected a finite number.`);
  }
  return (
    targets: ArrayLike<number>,
    predictions: ArrayLike<number>,
    mask: ArrayLike<number | boolean> | undefined,
  ): { counts: Counts; isRight: (index: number) => boolean } => {
    requireLength(metric, 'predictions', predictions, targets.length);
    const counts = readMask(metric, mask, targets.length);
    requireClasses(metric, 'targets', targets, counts, 2);
    return {
      counts,
      // Both comparisons are false for NaN.
      isRight: (i) => (targets[i] === 1 ? predictions[i]! > threshold : predictions[i]! <= threshold),
    };
  };
}
