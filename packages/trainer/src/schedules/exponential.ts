import { rate } from '@rnnlab/models';
import { defineSchedule } from './schedule.js';

/** The rate falls with every step, by `factor` in an epoch. */
export const exponential = defineSchedule({
  type: 'exponential',
  title: 'Falls with every step, by a factor in an epoch',
  options: { factor: rate('What an epoch multiplies the rate by.', 0.9) },
  countsSteps: true,
  schedule:
    ({ factor }) =>
    ({ step, stepsPerEpoch }) =>
      factor ** (step / stepsPerEpoch),
});
