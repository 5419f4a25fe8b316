import { checkOptions, share } from '../options.js';
import type { Schedule } from './schedule.js';

export interface CosineOptions {
  /** Share of all steps in which the rate rises linearly from near 0; default 0. */
  warmup?: number;
  /** The share of the base rate to which the rate has fallen when all steps are done; default 0. */
  floor?: number;
}

/**
 * Half a cosine from the base rate down, after a linear warm-up.
 * Source: I. Loshchilov and F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017.
 *
 * @throws TrainingError for an unknown option or one that is not a share.
 */
export function cosine(options: CosineOptions = {}): Schedule {
  checkOptions('The schedule cosine', options, { warmup: share, floor: share });
  const { warmup = 0, floor = 0 } = options;
  return (step, steps) => {
    const rising = Math.round(warmup * steps);
    if (step < rising) return (step + 1) / rising;
    const progress = (step - rising) / Math.max(1, steps - rising);
    return floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}
