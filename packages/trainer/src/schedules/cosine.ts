import { rate } from '@rnnlab/models';
import { defineSchedule } from './schedule.js';

/**
 * Half a cosine from the base rate down, after a linear warm-up.
 * Source: I. Loshchilov and F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017.
 */
export const cosine = defineSchedule({
  type: 'cosine',
  title: 'Half a cosine down, after a linear warm-up',
  options: {
    warmup: rate('Share of all steps in which the rate rises linearly from near 0.', 0),
    floor: rate('Share of the base rate to which the rate has fallen when all steps are done.', 0),
  },
  countsSteps: true,
  schedule:
    ({ warmup, floor }) =>
    ({ step, steps }) => {
      const rising = Math.round(warmup * steps);
      if (step < rising) return (step + 1) / rising;
      const progress = (step - rising) / Math.max(1, steps - rising);
      return floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
    },
});
