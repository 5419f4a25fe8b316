import { InferenceError, shorten } from '../../error.js';
import type { Sampler } from './sampler.js';

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
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) {
    const scale = Math.fround(1 / value);
    if (scale > 0 && Number.isFinite(scale)) return scale;
  }
  throw new InferenceError(
    `Option temperature must be a number above 0, received ${shorten(value)}; for the likeliest token each time use greedy.`,
  );
}
