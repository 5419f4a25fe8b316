import { existsSync } from 'node:fs';
import { type Checkpoint, type EpochRecord, RunDirectory } from '@rnnlab/trainer';
import { LabError } from '../error.js';
import { changeSettings } from '../recipes/change.js';
import type { Settings } from '../recipes/recipe.js';
import { taskOf } from '../tasks/index.js';
import type { Data, Prepared } from '../tasks/task.js';
import { tokenizerOf } from '../tasks/text-classification.js';
import { type Config, readConfig } from './config.js';
import { loadData } from './load-data.js';
import type { Result } from './result.js';

/** A run that exists, and what it was made from. */
export interface StoredRun {
  directory: RunDirectory;
  config: Config;
}

/** @throws RunError or LabError if there is no run of ours in the folder. */
export async function openStored(path: string): Promise<StoredRun> {
  const directory = await RunDirectory.open(path);
  return { directory, config: await readConfig(directory) };
}

/**
 * A run whose data lie in another place now. Whether they are the same is seen when they are read.
 *
 * @throws LabError if the run does not read its data from a path.
 */
export function movedTo(stored: StoredRun, data: string | undefined): StoredRun {
  if (data === undefined) return stored;
  const { directory, config } = stored;
  const { type } = config.settings.dataset;
  const settings = changeSettings({ name: config.recipe, settings: config.settings }, {}, data);
  if (settings.dataset.type !== type) {
    throw new LabError(
      `The run in ${directory.path} was trained on the dataset ${type}, which is not read from a path: leave data out.`,
      { option: 'data' },
    );
  }
  return { directory, config: { ...config, settings } };
}

/** @throws LabError if the data are not those that the run was trained on. */
export async function dataOf({ directory, config }: StoredRun): Promise<Data> {
  const data = await loadData(config.settings);
  if (data.sha256 !== config.data.sha256) {
    throw new LabError(
      `The data in ${where(config.settings)} have changed since ${directory.path} was started: ` +
        `expected SHA-256 ${config.data.sha256.slice(0, 12)}…, received ${data.sha256.slice(0, 12)}…; put them back, or start a new run.`,
      { option: 'data' },
    );
  }
  return data;
}

const where = ({ dataset }: Settings): string =>
  'path' in dataset && dataset.path !== null ? dataset.path : `the dataset ${dataset.type}`;

/** The data of a run as it was trained on them. */
export const preparedOf = async (stored: StoredRun): Promise<Prepared> =>
  taskOf(stored.config.settings).prepare(stored.config.settings, await dataOf(stored), stored.directory);

/** What an exported model says of what it reads and gives. */
export type Description = Pick<Prepared, 'tokenizer' | 'labels' | 'image' | 'language'>;

export async function descriptionOf({ directory }: StoredRun): Promise<Description> {
  const read = async <T>(name: string): Promise<T | undefined> =>
    existsSync(directory.file(name)) ? await directory.readJson<T>(name) : undefined;
  const image = await read<NonNullable<Prepared['image']>>('image.json');
  const language = await read<NonNullable<Prepared['language']>>('language.json');
  return {
    labels: (await read<string[]>('labels.json')) ?? [],
    ...(existsSync(directory.file('tokenizer.json')) && { tokenizer: await tokenizerOf(directory) }),
    ...(image && { image }),
    ...(language && { language }),
  };
}

/** The last checkpoint of a run; undefined before the first one. */
export async function checkpointOf({ directory, config }: StoredRun): Promise<Checkpoint | undefined> {
  return existsSync(directory.file('checkpoints/last.safetensors'))
    ? await directory.restore(config.spec)
    : undefined;
}

/** The parameters that count: those of the best epoch so far. */
export const bestParameters = ({ bestParameters, state }: Checkpoint): Float32Array =>
  bestParameters ?? state.parameters;

/** What a finished run came to; undefined for one that is not finished. */
export async function resultOf({ directory }: StoredRun): Promise<Result | undefined> {
  return existsSync(directory.file('result.json'))
    ? await directory.readJson<Result>('result.json')
    : undefined;
}

/** The records of all epochs that were completed. */
export const historyOf = async (stored: StoredRun): Promise<EpochRecord[]> =>
  (await stored.directory.restore(stored.config.spec)).progress.history;
