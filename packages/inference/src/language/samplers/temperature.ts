import { checkValue, type Rule } from '@rnnlab/shared';
import { InferenceError } from '../../error.js';
import type { Sampler } from './sampler.js';

/** What the option `temperature` must be: a number whose reciprocal is above 0 and finite as a 32-bit float, too. */
export const temperatureRule: Rule = {
  expected: 'a number above 0 (for the likeliest token each time there is greedy)',
  accepts(value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    const scale = Math.fround(1 / value);
    return scale > 0 && Number.isFinite(scale);
  },
};

/**
 * Divides logits by a temperature: probabilities become p^(1 / temperature), normalized. Below 1 likely tokens get
 * likelier, above 1 all come closer to each other.
 *
 * @throws InferenceError for a temperature that is not above 0
 */
export function temperature(value: number): Sampler {
  const scale = scaleOf(value);
  return (logits) => logits.map((logit) => logit * scale);
}

/** What logits are multiplied by, as a 32-bit float. */
export function scaleOf(value: number): number {
  checkValue('temperature', value, temperatureRule, InferenceError);
  return Math.fround(1 / value);
}
