import { existsSync } from 'node:fs';
import type { ModelSpec } from '@rnnlab/models';
import { type Checkpoint, type EpochRecord, RunDirectory } from '@rnnlab/trainer';
import { LabError } from '../errors.js';
import { changeSettings } from '../settings/change.js';
import { checkSettings, requireKnown } from '../settings/check.js';
import { complete } from '../settings/flatten.js';
import type { Phase } from '../settings/phases.js';
import type { Settings } from '../settings/settings.js';
import type { Novelty, WrittenText } from '../tasks/generation.js';
import { loadData, taskOf } from '../tasks/index.js';
import type { Data, PartScores, Prepared, SamplePrediction } from '../tasks/task.js';
import { savedTokenizer } from '../tasks/tokenizer.js';

/** Of the files of a run: it rises when a key gets another meaning. */
export const RUN_FORMAT = 2;

/** What `config.json` holds: with the data and the versions it decides everything else in the folder. */
export interface Config {
  format: typeof RUN_FORMAT;
  recipe: string;
  /** What the recipe calls one example: `name`. */
  unit: string;
  /** Those of the first phase. */
  settings: Settings;
  /** Of a training in several phases: how it is resumed. */
  phases?: Phase[];
  data: { name: string; examples: number; sha256: string };
  spec: ModelSpec;
  /** The name of what trains it. */
  engine: string;
  /** Inside an operator: with another number its sums are in another order, and end in other bits. */
  threads?: number | undefined;
  versions: Record<string, string>;
}

/** What a run is to be made from, beside its data. */
export interface RunPlan extends Pick<Config, 'recipe' | 'unit' | 'settings' | 'engine' | 'threads'> {
  phases?: readonly Phase[] | undefined;
}

export const configOf = (
  { recipe, unit, settings, phases, engine, threads }: RunPlan,
  { data, spec }: Prepared,
  versions: Record<string, string>,
): Config => ({
  format: RUN_FORMAT,
  recipe,
  unit,
  settings,
  ...(phases && phases.length > 0 && { phases: [...phases] }),
  data: { name: data.card?.name ?? recipe, examples: data.examples, sha256: data.sha256 },
  spec,
  engine,
  ...(threads !== undefined && { threads }),
  versions,
});

/**
 * The configuration of a run that exists.
 *
 * @throws LabError if it is not one that this version wrote, or holds what a recipe cannot.
 */
export async function readConfig(run: RunDirectory): Promise<Config> {
  const config = await run.config<Partial<Config> | null>();
  const { format, recipe, unit = 'example', settings, spec } = config ?? {};
  if (format !== RUN_FORMAT || typeof recipe !== 'string' || !settings || !spec) {
    const found =
      typeof format === 'number' && format !== RUN_FORMAT ? `has format ${format}` : 'is not that of a run';
    throw new LabError(
      `${run.file('config.json')} ${found}, expected format ${RUN_FORMAT} of this version of RNNLab.`,
    );
  }
  // A run of an earlier version says nothing of settings that did not exist yet.
  const completed = complete(settings);
  requireKnown(recipe, settings, completed);
  checkSettings(completed, recipe);
  return { ...(config as Config), unit, settings: completed };
}

/** What `result.json` holds. It is written last: a run that has one is finished. */
export interface Result {
  recipe: string;
  /** What one of the examples that are trained on and scored is called, in the singular; of a stream, a token. */
  unit: string;
  dataset: { name: string; examples: number; classes: number; parts: Record<string, number> };
  /** Trainable numbers of the model. */
  parameters: number;
  epochs: number;
  bestEpoch: number;
  stopped: 'finished' | 'early';
  /** Seconds of training, over all calls if it was resumed. */
  seconds: number;
  engine: string;
  /** When it ended, ISO 8601. */
  finished: string;
  /** Always answering with the most frequent class, where there are classes. */
  baseline?: { label: string; accuracy: number };
  test: PartScores;
  /** On the examples it was trained on, if the recipe asks for that. */
  train?: PartScores;
  /** The same training on a split in which no text is in two parts, if texts repeat. */
  distinct?: {
    repeats: number;
    accuracy: number;
    interval: [number, number];
    count: number;
    baseline: number;
  };
  predictions: SamplePrediction[];
  /** Of a language model: what the exported file writes. */
  texts?: WrittenText[];
  /** Of a model of lines: how much of what it writes is new. */
  novelty?: Novelty;
}

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
  const tokenizer = await savedTokenizer(directory);
  const image = await read<NonNullable<Prepared['image']>>('image.json');
  const language = await read<NonNullable<Prepared['language']>>('language.json');
  return {
    labels: (await read<string[]>('labels.json')) ?? [],
    ...(tokenizer && { tokenizer }),
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
