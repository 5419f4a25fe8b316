import { InferenceError, shorten } from '../error.js';

export interface PredictOptions {
  /** How many classes to give for each example, the likeliest first; 3 by default. */
  top?: number;
}

export interface ClassProbability {
  label: string;
  /** From 0 to 1. */
  probability: number;
}

/** @throws InferenceError for an impossible number of classes to give */
export function checkTop({ top = 3 }: PredictOptions = {}): number {
  if (!Number.isSafeInteger(top) || top < 1) {
    throw new InferenceError(`Option top must be an integer of at least 1; received ${shorten(top)}.`);
  }
  return top;
}

/** The likeliest classes of one example, best first. */
export const rank = (row: Float32Array, labels: readonly string[], top: number): ClassProbability[] =>
  labels
    .map((label, k) => ({ label, probability: row[k]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top);
