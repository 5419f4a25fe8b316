import { resolveModel } from '@rnnlab/models';
import { cut } from '@rnnlab/shared';
import { isExampleStream } from '../data/example-stream.js';
import { isTokenStream } from '../data/token-stream.js';
import { TrainingError } from '../errors.js';
import type { FitOptions, ResolvedOptions } from '../fit/options.js';
import { dependsOnEpochs, type ScheduleSpec } from '../learning-rate-schedules.js';
import type { DataSize, TrainingConfig } from './checkpoint.js';

/** Makes the recipe of a training with these options. */
export function trainingConfigOf(options: ResolvedOptions): TrainingConfig {
  const {
    loss,
    optimizer,
    learningRate,
    schedule,
    batchSize,
    epochs,
    stepsPerEpoch,
    seed,
    monitor,
    metrics,
    augmentation,
  } = options;
  const { input, layers } = resolveModel(options.spec);
  const metric = metrics?.find(({ type }) => type === monitor);
  return {
    model: { input, layers: layers.map(({ layer, options: values }) => ({ type: layer.type, ...values })) },
    ...{ loss, optimizer, learningRate, schedule, batchSize, epochs, seed, monitor },
    ...(metric && { metric }),
    ...(stepsPerEpoch && { stepsPerEpoch }),
    ...(augmentation && { augmentation: augmentation.spec }),
    train: sizeOf(options.train),
    validation: sizeOf(options.validation),
  };
}

function sizeOf(set: FitOptions['validation']): DataSize {
  if (set && isExampleStream(set)) return { stream: true };
  if (set && isTokenStream(set)) return { examples: set.length, steps: set.window };
  let steps = 0;
  for (let k = 0; set && k < set.length; k++) steps += set.steps(k);
  return { examples: set?.length ?? 0, steps };
}

const names: Record<keyof TrainingConfig, string> = {
  model: 'model',
  loss: 'loss',
  optimizer: 'optimizer',
  learningRate: 'learning rate',
  schedule: 'schedule',
  batchSize: 'batch size',
  epochs: 'number of epochs',
  stepsPerEpoch: 'number of steps in an epoch',
  seed: 'seed',
  monitor: 'monitor',
  metric: 'monitored metric',
  augmentation: 'augmentation',
  train: 'training set',
  validation: 'validation set',
};

const changeableInNewPhase: readonly (keyof TrainingConfig)[] = [
  'learningRate',
  'schedule',
  'epochs',
  'monitor',
  'metric',
];

/**
 * Checks that a training may resume a checkpoint. Only the number of epochs may differ, and only if no learning rate depends
 * on it; in a new phase also the learning rate, the schedule and the monitor.
 *
 * @throws {TrainingError} When a value differs; the message names it.
 */
export function checkTrainingConfig(stored: TrainingConfig, current: TrainingConfig, newPhase = false): void {
  for (const key of Object.keys(names) as (keyof TrainingConfig)[]) {
    if (newPhase && changeableInNewPhase.includes(key)) continue;
    if (key === 'epochs' && !dependsOnEpochs(current.schedule as ScheduleSpec)) continue;
    const [before, after] = [canonical(stored?.[key]), canonical(current[key])];
    if (before === after) continue;
    // Where two models differ would be lost in the middle of much text.
    const values = key === 'model' ? '' : `: it was ${cut(before, 60)}, received ${cut(after, 60)}`;
    throw new TrainingError(`Cannot resume with another ${names[key]} than the checkpoint's${values}.`);
  }
}

/** JSON with sorted keys: the same for equal values. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? 'nothing';
