import { type Counts, readMask, requireClasses, requireLength } from './checks.js';

export interface BitOptions {
  /** A prediction above this is a 1: 0.5 for probabilities (default), 0 for logits. */
  threshold?: number;
}

/** Checks bits against predictions; the part that the two bit metrics share. */
export function bitComparison(metric: string, { threshold = 0.5 }: BitOptions) {
  if (!Number.isFinite(threshold)) {
    throw new RangeError(`${metric}: threshold is ${threshold}; expected a finite number.`);
  }
  return (
    truth: ArrayLike<number>,
    prediction: ArrayLike<number>,
    mask: ArrayLike<number | boolean> | undefined,
  ): { counts: Counts; isRight: (index: number) => boolean } => {
    requireLength(metric, 'prediction', prediction, truth.length);
    const counts = readMask(metric, mask, truth.length);
    requireClasses(metric, 'truth', truth, counts, 2);
    return {
      counts,
      // Both comparisons are false for NaN.
      isRight: (i) => (truth[i] === 1 ? prediction[i]! > threshold : prediction[i]! <= threshold),
    };
  };
}
