import type { StepRecord } from '@rnnlab/trainer';

/** The mean training loss since the record before. */
export interface TrainingLoss {
  /** Examples trained on so far, each as often as it came. */
  examples: number;
  loss: number;
}

/**
 * The training loss from records of single steps on. What is left over at the end of an epoch, a few steps whose mean
 * says little, goes into the record before it.
 *
 * @param examplesOfStep - How many examples a step has, in the mean.
 */
export function lossesOf(records: readonly StepRecord[], examplesOfStep: number): TrainingLoss[] {
  const usual = records[0]?.step ?? 0;
  const merged: { step: number; steps: number; loss: number }[] = [];
  for (const { step, trainLoss } of records) {
    const last = merged.at(-1);
    const steps = step - (last?.step ?? 0);
    if (last === undefined || steps >= usual / 2) {
      merged.push({ step, steps, loss: trainLoss });
      continue;
    }
    last.loss = (last.loss * last.steps + trainLoss * steps) / (last.steps + steps);
    last.steps += steps;
    last.step = step;
  }
  return merged.map(({ step, loss }) => ({ examples: Math.round(step * examplesOfStep), loss }));
}
