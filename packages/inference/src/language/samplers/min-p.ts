import { InferenceError, shorten } from '../../error.js';
import type { Sampler } from './sampler.js';

/**
 * Keeps the tokens that are at least `p` times as likely as the likeliest one.
 * Source: N. N. Minh et al., Turning Up the Heat: Min-p Sampling for Creative and Coherent LLM Outputs, 2024.
 *
 * @throws InferenceError for a number that is not above 0 and at most 1
 */
export function minP(p: number): Sampler {
  if (typeof p !== 'number' || !(p > 0 && p <= 1)) {
    throw new InferenceError(`Option minP must be above 0 and at most 1, received ${shorten(p)}.`);
  }
  return (logits) => {
    const least = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) + Math.log(p);
    return logits.map((logit) => (logit >= least ? logit : Number.NEGATIVE_INFINITY));
  };
}
