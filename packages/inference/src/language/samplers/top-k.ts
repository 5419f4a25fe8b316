import { InferenceError, shorten } from '../../error.js';
import { only, ranked, type Sampler } from './sampler.js';

/**
 * Keeps the `k` likeliest tokens; of equally likely ones those with the lower ids.
 *
 * @throws InferenceError for a number below 1
 */
export function topK(k: number): Sampler {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new InferenceError(`Option topK must be a whole number of at least 1, received ${shorten(k)}.`);
  }
  return (logits) => only(logits, ranked(logits).slice(0, k));
}
