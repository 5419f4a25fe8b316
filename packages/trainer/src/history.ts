/** What is known after an epoch. Losses are means in nats. */
export interface EpochRecord {
  /** From 1. */
  epoch: number;
  /** Of a training in several phases, from the second on. */
  phase?: number;
  /** Updates done so far. */
  step: number;
  learningRate: number;
  /** Mean over the epoch while the parameters changed, with dropout. */
  trainLoss: number;
  trainAccuracy: number;
  validationLoss?: number;
  validationAccuracy?: number;
}

/** Where a training stands. */
export interface TrainingPosition {
  /** The epoch under way, or the one that was just completed, from 1. */
  epoch: number;
  /** Updates done. */
  step: number;
}

/** Means over the last few steps. */
export interface StepRecord {
  step: number;
  epoch: number;
  phase?: number;
  learningRate: number;
  trainLoss: number;
  trainAccuracy: number;
}

/** Sums from which means are made. */
export interface Totals {
  loss: number;
  correct: number;
  count: number;
}

export const noTotals = (): Totals => ({ loss: 0, correct: 0, count: 0 });

/** Adds a step's mean loss over its predictions. */
export function addStep(totals: Totals, loss: number, correct: number, count: number): void {
  totals.loss += loss * count;
  totals.correct += correct;
  totals.count += count;
}

export const means = ({ loss, correct, count }: Totals): { trainLoss: number; trainAccuracy: number } => ({
  trainLoss: loss / count,
  trainAccuracy: correct / count,
});
