import { existsSync } from 'node:fs';
import { MODEL_SPEC_SCHEMA, type ModelSpec } from '@rnnlab/models';
import { type Checkpoint, type EpochRecord, RunDirectory } from '@rnnlab/trainer';
import { LabError } from '../errors.js';
import { changeSettings } from '../settings/change.js';
import { checkSettings, requireKnown } from '../settings/check.js';
import { complete } from '../settings/flatten.js';
import { CONFIG_SCHEMA } from '../settings/json-schema.js';
import type { Phase } from '../settings/phases.js';
import type { Settings } from '../settings/settings.js';
import type { Novelty, WrittenText } from '../tasks/generation.js';
import { loadData, taskOf } from '../tasks/index.js';
import type { Data, PartScores, Prepared, SamplePrediction } from '../tasks/task.js';
import { savedTokenizer } from '../tasks/tokenizer.js';

/** Format version of a run's files: it rises when a key gets another meaning. */
const RUN_FORMAT = 3;

/** Contents of `config.json`: with the data and the versions it decides everything else in the folder. */
export interface Config {
  /** Where its JSON Schema is published. */
  $schema?: string;
  format: typeof RUN_FORMAT;
  /** Name of the recipe. */
  recipe: string;
  /** Name of one example, in the singular: `name`. */
  unit: string;
  /** Settings of the first phase. */
  settings: Settings;
  /** Further phases. */
  phases?: Phase[];
  /** Name, number of examples and SHA-256 of the data. */
  data: { name: string; examples: number; sha256: string };
  /** The model. */
  spec: ModelSpec;
  /** Name of the engine that trains it. */
  engine: string;
  /** Number of threads inside an operator: another number sums in another order, to other bits. */
  threads?: number | undefined;
  /** Versions of Node, our packages and those of engines. */
  versions: Record<string, string>;
}

/** The plan of a new run, beside its data. */
export interface RunPlan extends Pick<Config, 'recipe' | 'unit' | 'settings' | 'engine' | 'threads'> {
  phases?: readonly Phase[] | undefined;
}

/** Makes the configuration of a new run. */
export const configOf = (
  { recipe, unit, settings, phases, engine, threads }: RunPlan,
  { data, spec }: Prepared,
  versions: Record<string, string>,
): Config => ({
  $schema: CONFIG_SCHEMA,
  format: RUN_FORMAT,
  recipe,
  unit,
  settings,
  ...(phases && phases.length > 0 && { phases: [...phases] }),
  data: { name: data.card?.name ?? recipe, examples: data.examples, sha256: data.sha256 },
  spec: { $schema: MODEL_SPEC_SCHEMA, ...spec },
  engine,
  ...(threads !== undefined && { threads }),
  versions,
});

/**
 * Reads the configuration of a run.
 *
 * @throws {LabError} If another version wrote it, or its settings are invalid.
 */
async function readConfig(run: RunDirectory): Promise<Config> {
  const config = await run.config<Partial<Config> | null>();
  const { format, recipe, unit = 'example', settings, spec } = config ?? {};
  if (format !== RUN_FORMAT || typeof recipe !== 'string' || !settings || !spec) {
    const found =
      typeof format === 'number' && format !== RUN_FORMAT ? `has format ${format}` : 'is not that of a run';
    throw new LabError(
      `${run.file('config.json')} ${found}, expected format ${RUN_FORMAT} of this version of RNNLab.`,
    );
  }
  // A run of an earlier version lacks settings that did not exist yet.
  const completed = complete(settings);
  requireKnown(recipe, settings, completed);
  checkSettings(completed, recipe);
  return { ...(config as Config), unit, settings: completed };
}

/** Contents of `result.json`. It is written last: a run that has one is finished. */
export interface Result {
  recipe: string;
  /** Name of one example, in the singular; of one long text, of a token. */
  unit: string;
  dataset: { name: string; examples: number; classes: number; parts: Record<string, number> };
  /** Number of trainable parameters. */
  parameters: number;
  epochs: number;
  bestEpoch: number;
  /** Whether all epochs were run, or early stopping ended the training. */
  stopped: 'finished' | 'early';
  /** Seconds of training, over all calls if it was resumed. */
  seconds: number;
  engine: string;
  /** When it ended, ISO 8601. */
  finished: string;
  /** Majority-class baseline. Absent without classes. */
  baseline?: { label: string; accuracy: number };
  /** Scores on the test part. */
  test: PartScores;
  /** Scores on the training examples, if `scoreTrain` is set. */
  train?: PartScores;
  /** Scores of the second training on a split by distinct text, if texts repeat. */
  distinct?: {
    repeats: number;
    accuracy: number;
    interval: [number, number];
    count: number;
    baseline: number;
  };
  /** Some test examples with label and prediction. */
  predictions: SamplePrediction[];
  /** Texts that the exported file generates; of a language model. */
  texts?: WrittenText[];
  /** Share of generated lines that are new; of a language model of lines. */
  novelty?: Novelty;
}

/** An existing run and its configuration. */
export interface StoredRun {
  directory: RunDirectory;
  config: Config;
}

/**
 * Opens the run in a folder.
 *
 * @throws {RunError} If there is no run in the folder.
 * @throws {LabError} If its configuration is of another version or invalid.
 */
export async function openStored(path: string): Promise<StoredRun> {
  const directory = await RunDirectory.open(path);
  return { directory, config: await readConfig(directory) };
}

/**
 * The run with another path of its data. That they are the same is checked when they are read.
 *
 * @throws {LabError} If the run does not read its data from a path.
 */
export function withMovedData(stored: StoredRun, data: string | undefined): StoredRun {
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

/**
 * Loads the data of a run.
 *
 * @throws {LabError} If they are not those that the run was trained on.
 */
export async function dataOf({ directory, config }: StoredRun): Promise<Data> {
  const data = await loadData(config.settings);
  if (data.sha256 !== config.data.sha256) {
    throw new LabError(
      `The data in ${nameOfData(config.settings)} have changed since ${directory.path} was started: ` +
        `expected SHA-256 ${config.data.sha256.slice(0, 12)}…, received ${data.sha256.slice(0, 12)}…; put them back, or start a new run.`,
      { option: 'data' },
    );
  }
  return data;
}

const nameOfData = ({ dataset }: Settings): string =>
  'path' in dataset && dataset.path !== null ? dataset.path : `the dataset ${dataset.type}`;

/** Prepares the data of a run as it was trained on them. */
export const preparedOf = async (stored: StoredRun): Promise<Prepared> =>
  taskOf(stored.config.settings).prepare(stored.config.settings, await dataOf(stored), stored.directory);

/** The description of a model's inputs and outputs in its exported file. */
export type Description = Pick<Prepared, 'tokenizer' | 'labels' | 'image' | 'language'>;

/** Reads the description of a run's model. */
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

/** The parameters of the best epoch so far. */
export const bestParameters = ({ bestParameters, state }: Checkpoint): Float32Array =>
  bestParameters ?? state.parameters;

/** Reads the result of a run; undefined for one that is not finished. */
export async function resultOf({ directory }: StoredRun): Promise<Result | undefined> {
  return existsSync(directory.file('result.json'))
    ? await directory.readJson<Result>('result.json')
    : undefined;
}

/** Reads the records of all completed epochs. */
export const historyOf = async (stored: StoredRun): Promise<EpochRecord[]> =>
  (await stored.directory.restore(stored.config.spec)).progress.history;
