import { existsSync } from 'node:fs';
import type { ModelSpec } from '@rnnlab/models';
import { type Checkpoint, type EpochRecord, RunDirectory } from '@rnnlab/trainer';
import { UsageError } from '../errors/usage-error.js';
import { checkSettings } from '../recipes/check.js';
import { complete } from '../recipes/define.js';
import type { Settings } from '../recipes/recipe.js';
import { taskOf } from '../tasks/index.js';
import type { Data, Prepared } from '../tasks/task.js';
import { tokenizerOf } from '../tasks/text-classification.js';
import { loadData } from './load-data.js';
import type { Phase } from './phases.js';
import type { Result } from './result.js';

const FORMAT = 1;

/** What `config.json` holds: with the data and the versions it decides everything else in the folder. */
export interface Config {
  format: typeof FORMAT;
  recipe: string;
  /** Those of the first phase. */
  settings: Settings;
  /** Of a training in several phases: how it goes on. */
  phases?: Phase[];
  data: { name: string; examples: number; sha256: string };
  spec: ModelSpec;
  /** Inside an operator: with another number its sums are in another order, and end in other bits. */
  threads?: number | undefined;
  versions: Record<string, string>;
}

/** What a run is to be made from, beside its data. */
export interface RunPlan extends Pick<Config, 'recipe' | 'settings' | 'threads'> {
  phases?: readonly Phase[] | undefined;
}

export const configOf = (
  { recipe, settings, phases, threads }: RunPlan,
  { data, spec }: Prepared,
  versions: Record<string, string>,
): Config => ({
  format: FORMAT,
  recipe,
  settings,
  ...(phases && phases.length > 0 && { phases: [...phases] }),
  data: { name: data.card?.name ?? recipe, examples: data.examples, sha256: data.sha256 },
  spec,
  ...(threads !== undefined && { threads }),
  versions,
});

/** A run that exists, and what it was made from. */
export interface StoredRun {
  run: RunDirectory;
  config: Config;
}

/** @throws RunError or UsageError if there is no run of ours in the folder. */
export async function openRun(path: string): Promise<StoredRun> {
  const run = await RunDirectory.open(path);
  const config = await run.config<Config>();
  if (config?.format !== FORMAT || typeof config.recipe !== 'string' || !config.settings || !config.spec) {
    throw new UsageError(`${run.file('config.json')} is not that of a run of this version of rnnlab.`);
  }
  // A run of an earlier version says nothing of settings that did not exist yet.
  const settings = complete(config.settings);
  checkSettings({ ...config.settings, ...settings }, config.recipe);
  return { run, config: { ...config, settings } };
}

/** @throws UsageError if the data are not those that the run was trained on. */
export async function dataOf({ run, config }: StoredRun): Promise<Data> {
  const data = await loadData(config.settings);
  if (data.sha256 !== config.data.sha256) {
    throw new UsageError(
      `The data in ${where(config.settings)} have changed since ${run.path} was started: ` +
        `expected SHA-256 ${config.data.sha256.slice(0, 12)}…, received ${data.sha256.slice(0, 12)}…; put them back, or start a new run.`,
    );
  }
  return data;
}

const where = ({ dataset }: Settings): string =>
  'path' in dataset && dataset.path !== null ? dataset.path : `the dataset ${dataset.type}`;

/** The data of a run as it was trained on them. */
export const preparedOf = async (stored: StoredRun): Promise<Prepared> =>
  taskOf(stored.config.settings).prepare(stored.config.settings, await dataOf(stored), stored.run);

/** What an exported model says of what it reads and gives. */
export async function descriptionOf({
  run,
}: StoredRun): Promise<Pick<Prepared, 'tokenizer' | 'labels' | 'image' | 'language'>> {
  const read = async <T>(name: string): Promise<T | undefined> =>
    existsSync(run.file(name)) ? await run.readJson<T>(name) : undefined;
  const image = await read<NonNullable<Prepared['image']>>('image.json');
  const language = await read<NonNullable<Prepared['language']>>('language.json');
  return {
    labels: (await read<string[]>('labels.json')) ?? [],
    ...(existsSync(run.file('tokenizer.json')) && { tokenizer: await tokenizerOf(run) }),
    ...(image && { image }),
    ...(language && { language }),
  };
}

/** The parameters that count: those of the best epoch so far. */
export function bestParameters({ bestParameters, state }: Checkpoint): Float32Array {
  return bestParameters ?? state.parameters;
}

/** What a finished run came to; undefined for one that is not finished. */
export async function resultOf({ run }: StoredRun): Promise<Result | undefined> {
  return existsSync(run.file('result.json')) ? await run.readJson<Result>('result.json') : undefined;
}

/** The records of all epochs that were completed. */
export async function historyOf(stored: StoredRun): Promise<EpochRecord[]> {
  const { progress } = await stored.run.restore(stored.config.spec);
  return progress.history;
}
