import { checkValue } from '@rnnlab/shared';
import { InferenceError } from '../../error.js';
import { probability, type Sampler } from './sampler.js';

/**
 * Keeps the tokens that are at least `p` times as likely as the likeliest one.
 * Source: N. N. Minh et al., Turning Up the Heat: Min-p Sampling for Creative and Coherent LLM Outputs, 2024.
 *
 * @throws InferenceError for a number that is not above 0 and at most 1
 */
export function minP(p: number): Sampler {
  checkValue('minP', p, probability, InferenceError);
  return (logits) => {
    const least = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) + Math.log(p);
    return logits.map((logit) => (logit >= least ? logit : Number.NEGATIVE_INFINITY));
  };
}
