import type { Schedule } from './schedule.js';

export interface CosineOptions {
  /** Share of all steps in which the rate rises linearly from near 0; default 0. */
  warmup?: number;
  /** The last step's share of the base rate; default 0. */
  floor?: number;
}

/**
 * Half a cosine from the base rate down, after a linear warm-up.
 * Source: I. Loshchilov and F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017.
 */
export const cosine =
  ({ warmup = 0, floor = 0 }: CosineOptions = {}): Schedule =>
  (step, steps) => {
    const rising = Math.round(warmup * steps);
    if (step < rising) return (step + 1) / rising;
    const progress = (step - rising) / Math.max(1, steps - rising);
    return floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
