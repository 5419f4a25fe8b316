import { checkValue } from '@rnnlab/shared';
import { InferenceError } from '../../error.js';
import { only, probability, ranked, type Sampler } from './sampler.js';

/**
 * Keeps the fewest tokens, the likeliest first, whose probabilities sum to `p` or more; of equally likely ones those
 * with the lower ids. The likeliest token is always kept.
 * Source: A. Holtzman et al., The Curious Case of Neural Text Degeneration, 2020.
 *
 * @throws InferenceError for a number that is not above 0 and at most 1
 */
export function topP(p: number): Sampler {
  checkValue('topP', p, probability, InferenceError);
  return (logits) => {
    if (p === 1) return logits;
    const order = ranked(logits);
    const weights = order.map((id) => Math.exp(logits[id]! - logits[order[0]!]!));
    const enough = p * weights.reduce((sum, weight) => sum + weight, 0);
    let count = 0;
    for (let sum = 0; sum < enough && count < order.length; count++) sum += weights[count]!;
    return only(logits, order.slice(0, count));
  };
}
