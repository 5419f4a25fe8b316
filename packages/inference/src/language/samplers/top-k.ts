import { checkValue, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from '../../error.js';
import { only, ranked, type Sampler } from './sampler.js';

/** What the option `topK` must be. */
export const topKRule = wholeNumber(1);

/**
 * Keeps the `k` likeliest tokens; of equally likely ones those with the lower ids.
 *
 * @throws InferenceError for a number below 1
 */
export function topK(k: number): Sampler {
  checkValue('topK', k, topKRule, InferenceError);
  return (logits) => only(logits, ranked(logits).slice(0, k));
}
