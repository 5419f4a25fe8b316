import { count, rate } from '@rnnlab/models';
import { defineSchedule } from './schedule.js';

/**
 * The rate times `factor` when the loss has not fallen for more than `patience` epochs. The validation loss counts,
 * or the training loss where there is none. It follows from the history alone, so a resumed training has the same.
 */
export const plateau = defineSchedule({
  type: 'plateau',
  title: 'Times a factor when the loss no longer falls',
  options: {
    patience: count('Epochs without a lower loss that are let pass.', 3),
    factor: rate('What the rate is multiplied by.', 0.1),
    threshold: rate('Share by which a loss must be lower to count as lower.', 1e-4),
  },
  countsSteps: false,
  schedule:
    ({ patience, factor, threshold }) =>
    ({ history }) => {
      let result = 1;
      let lowest = Number.POSITIVE_INFINITY;
      let waited = 0;
      for (const { validationLoss, trainLoss } of history) {
        const loss = validationLoss ?? trainLoss;
        const isLower = loss < lowest * (1 - threshold);
        if (isLower) lowest = loss;
        waited = isLower ? 0 : waited + 1;
        if (waited > patience) {
          result *= factor;
          waited = 0;
        }
      }
      return result;
    },
});
