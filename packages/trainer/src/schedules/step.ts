import { count, rate } from '@rnnlab/models';
import { defineSchedule } from './schedule.js';

/** The rate times `factor` after every `epochs` epochs. */
export const step = defineSchedule({
  type: 'step',
  title: 'Times a factor after every few epochs',
  options: {
    epochs: count('Epochs from one fall to the next.', 1),
    factor: rate('What the rate is multiplied by.', 0.1),
  },
  countsSteps: true,
  schedule:
    ({ epochs, factor }) =>
    ({ step, stepsPerEpoch }) =>
      factor ** Math.floor(step / (epochs * stepsPerEpoch)),
});
