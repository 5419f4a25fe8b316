import { checkOptions, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../error.js';

export interface PredictOptions {
  /** How many classes to give for each example, the likeliest first; 3 by default. */
  top?: number;
}

export interface ClassProbability {
  label: string;
  /** From 0 to 1. */
  probability: number;
}

/** How many classes to give. @throws InferenceError for an impossible option */
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
