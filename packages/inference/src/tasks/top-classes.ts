import { checkOptions, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';

/** Options of predicting classes. */
export interface PredictOptions {
  /** The number of classes for each example, the likeliest first. Default: 3. */
  top?: number;
}

/** A class with its probability. */
export interface ClassProbability {
  /** The name of the class. */
  label: string;
  /** From 0 to 1. */
  probability: number;
}

/** Checks the option `top`. */
export function topOption(options: PredictOptions = {}): number {
  checkOptions('predict', options, { top: wholeNumber(1) }, InferenceError);
  return options.top ?? 3;
}

/** The likeliest classes of one example, best first. */
export const topClasses = (row: Float32Array, labels: readonly string[], top: number): ClassProbability[] =>
  labels
    .map((label, k) => ({ label, probability: row[k]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top);
