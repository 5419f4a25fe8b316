import { type MetricSpec, metricOf } from '@rnnlab/metrics';

/** The record of an epoch. Losses are means in nats. */
export interface EpochRecord {
  /** From 1. */
  epoch: number;
  /** The phase of a training in several phases, from the second on. */
  phase?: number;
  /** Updates done so far. */
  step: number;
  /** Of the last step. */
  learningRate: number;
  /** Mean over the epoch while the parameters changed, with dropout. */
  trainLoss: number;
  trainAccuracy: number;
  validationLoss?: number;
  validationAccuracy?: number;
  /** The values of `metrics` by their types. */
  validationMetrics?: Record<string, number>;
}

/** The record of the last few steps: their means. */
export interface StepRecord {
  /** Updates done so far. */
  step: number;
  /** The epoch under way, from 1. */
  epoch: number;
  /** The phase of a training in several phases, from the second on. */
  phase?: number;
  /** Of the last step. */
  learningRate: number;
  trainLoss: number;
  trainAccuracy: number;
}

/** The position of a training at a call of `onParameters`. */
export interface TrainingPosition {
  /** The epoch under way, or the one that was just completed, from 1. */
  epoch: number;
  /** Updates done. */
  step: number;
}

/** The progress of a training, for a progress bar. */
export interface ProgressReport {
  /** The epoch under way, from 1. */
  epoch: number;
  /** Epochs of the training, of all phases so far. */
  epochs: number;
  /** Batches done in the epoch. */
  batches: number;
  /** Batches of an epoch; Infinity if unknown, in the first pass over a stream of examples. */
  batchesPerEpoch: number;
  /** Mean loss over the epoch so far, in nats. */
  loss: number;
  /** Mean accuracy over the epoch so far. */
  accuracy: number;
  /** Examples, or tokens of a stream, trained in this call. */
  examples: number;
  /** Seconds of training in this call. */
  seconds: number;
}

/** Sums from which means are computed. */
export interface Totals {
  loss: number;
  correct: number;
  count: number;
}

export const zeroTotals = (): Totals => ({ loss: 0, correct: 0, count: 0 });

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

/** The values of an epoch's record that can decide which epoch is the best, beside metrics. */
export const monitors = ['validationLoss', 'validationAccuracy', 'trainLoss'] as const;

/** A value of an epoch's record that decides which epoch is the best; or the type of one of `metrics`. */
export type Monitor = (typeof monitors)[number] | MetricSpec['type'];

/** A monitored value, and which values of it are better. */
export interface Monitored {
  value(record: EpochRecord): number | undefined;
  better: 'higher' | 'lower';
}

/** Finds what a monitor reads in a record. */
export function monitoredBy(monitor: Monitor, metrics: readonly MetricSpec[] = []): Monitored {
  const spec = metrics.find(({ type }) => type === monitor);
  if (spec)
    return { value: (record) => record.validationMetrics?.[spec.type], better: metricOf(spec).better };
  const key = monitor as (typeof monitors)[number];
  return { value: (record) => record[key], better: key === 'validationAccuracy' ? 'higher' : 'lower' };
}

/** The best epoch so far, and its monitored value. */
export interface BestEpoch {
  epoch: number;
  value: number;
}

/**
 * Whether a record is better than the best so far. Equal is not better, so that the first of equal epochs is kept; nor is a
 * value that is not finite.
 */
export function isBetter(monitored: Monitored, record: EpochRecord, best: BestEpoch | undefined): boolean {
  const value = monitored.value(record);
  if (value === undefined || !Number.isFinite(value)) return false;
  if (!best) return true;
  return monitored.better === 'higher' ? value > best.value : value < best.value;
}
