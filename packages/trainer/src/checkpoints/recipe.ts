import { resolveModel } from '@rnnlab/models';
import { cut } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import { isExampleStream } from '../examples/example-stream.js';
import { isStream } from '../examples/token-stream.js';
import type { FitOptions, ResolvedOptions } from '../fit-options.js';

/** What the steps of a training follow from: a training can only be resumed with the same. */
export interface Recipe {
  /** The model's input and layers, every default filled in. */
  model: unknown;
  loss: unknown;
  optimizer: unknown;
  learningRate: number;
  schedule: unknown;
  batch: number;
  epochs: number;
  stepsPerEpoch?: number;
  seed: number;
  monitor: string;
  augmentation?: unknown;
  train: DataSize;
  validation: DataSize;
}

/** Tells most sets of examples apart without reading them all. */
type DataSize =
  /** Time steps of all examples together; of a token stream those of a window. */
  | { examples: number; steps: number }
  /** What a stream of examples gives shows when it is read. */
  | { stream: true };

const sizeOf = (set: FitOptions['validation']): DataSize => {
  if (set && isExampleStream(set)) return { stream: true };
  if (set && isStream(set)) return { examples: set.length, steps: set.window };
  let steps = 0;
  for (let k = 0; set && k < set.length; k++) steps += set.steps(k);
  return { examples: set?.length ?? 0, steps };
};

export function recipeOf(options: ResolvedOptions): Recipe {
  const {
    loss,
    optimizer,
    learningRate,
    schedule,
    batch,
    epochs,
    stepsPerEpoch,
    seed,
    monitor,
    augmentation,
  } = options;
  const { input, layers } = resolveModel(options.spec);
  return {
    model: { input, layers: layers.map(({ layer, options: values }) => ({ type: layer.type, ...values })) },
    ...{ loss, optimizer, learningRate, schedule, batch, epochs, seed, monitor },
    ...(stepsPerEpoch && { stepsPerEpoch }),
    ...(augmentation && { augmentation: augmentation.spec }),
    train: sizeOf(options.train),
    validation: sizeOf(options.validation),
  };
}

/** As it is written, with sorted keys: the same for what is equal as JSON. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? 'nothing';

const names: Record<keyof Recipe, string> = {
  model: 'model',
  loss: 'loss',
  optimizer: 'optimizer',
  learningRate: 'learning rate',
  schedule: 'schedule',
  batch: 'batch',
  epochs: 'number of epochs',
  stepsPerEpoch: 'number of steps in an epoch',
  seed: 'seed',
  monitor: 'monitor',
  augmentation: 'augmentation',
  train: 'training set',
  validation: 'validation set',
};

const ofPhase: readonly (keyof Recipe)[] = ['learningRate', 'schedule', 'epochs', 'monitor'];

/**
 * Checks that a training may go on where another one stopped. Only the number of epochs may differ, and only if no
 * learning rate depends on it; in a new phase also how the rate goes, and what the best epoch is.
 *
 * @throws TrainingError naming what differs.
 */
export function checkRecipe(stored: Recipe, now: Recipe, newPhase = false): void {
  for (const key of Object.keys(names) as (keyof Recipe)[]) {
    if (newPhase && ofPhase.includes(key)) continue;
    if (key === 'epochs' && (now.schedule as { type: string }).type !== 'cosine') continue;
    const [before, after] = [canonical(stored?.[key]), canonical(now[key])];
    if (before === after) continue;
    // Two models differ somewhere in the middle of much text.
    const how = key === 'model' ? '' : `: it was ${cut(before, 60)}, received ${cut(after, 60)}`;
    throw new TrainingError(`Cannot resume with another ${names[key]} than the checkpoint's${how}.`);
  }
}
