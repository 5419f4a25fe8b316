import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochRecord } from '@rnnlab/trainer';
import type { Reference } from '../recipes/reference.js';
import { type ExperimentRecipe, recipesOf } from '../suites/index.js';
import type { Suite } from '../suites/suite.js';
import { measuresOf } from '../task/measures.js';
import { modelName } from '../task/model-name.js';
import { plannedEpochs } from '../task/phases.js';
import type { Result } from '../task/result.js';
import { settingsCommand } from '../task/settings-command.js';
import type { Config } from '../task/stored-run.js';
import type { LengthScores } from '../tasks/scores.js';
import type { SamplePrediction } from '../tasks/task.js';
import type { WrittenText } from '../tasks/write-texts.js';
import type { Job } from './job.js';
import type { Provenance } from './provenance.js';

/** What `results.json` holds. Nothing in it is typed by hand. */
export interface SuiteResults {
  format: 1;
  suite: string;
  title: string;
  summary: string;
  report: string;
  /** Whether these are the short forms of the recipes: checks, not results. */
  quick: boolean;
  experiments: ExperimentResults[];
}

export interface ExperimentResults {
  recipe: string;
  summary: string;
  model: string;
  parameters: number;
  protocol: string;
  flaw?: string;
  rows: Row[];
  runs: RunResults[];
}

/** A measure beside what others report. */
export interface Row extends Reference {
  /** Of the runs. */
  mean: number;
  /** Standard deviation over the seeds; absent with one run. */
  spread?: number;
  values: number[];
}

/** One training. */
export interface RunResults {
  seed: number;
  command: string;
  dataset: Result['dataset'] & { sha256: string };
  epochs: number;
  epochsPlanned: number;
  bestEpoch: number;
  seconds: number;
  finished: string;
  engine: string;
  versions: Record<string, string>;
  provenance: Provenance;
  measures: Record<string, number>;
  labels?: string[];
  confusion?: number[][];
  lengths?: LengthScores[];
  /** Some examples of the test part; texts are cut. */
  samples: SamplePrediction[];
  /** What a language model writes; texts are cut. */
  texts?: WrittenText[];
  history: EpochRecord[];
}

/** Characters of a sample's text, and of one that a model wrote. */
const LONGEST = 100;
const LONGEST_WRITTEN = 500;

/** Reads what the finished runs of a suite in a folder came to, those of earlier calls included. */
export async function readResults(suite: Suite, out: string, quick: boolean): Promise<SuiteResults> {
  const { name, title, summary, report } = suite;
  const experiments: ExperimentResults[] = [];
  for (const recipe of recipesOf(suite)) {
    if (quick && !recipe.quick) continue;
    const finished = await finishedRuns(join(out, 'runs', recipe.name));
    if (finished.length > 0) experiments.push(await experimentOf(recipe, finished, quick));
  }
  return { format: 1, suite: name, title, summary, report, quick, experiments };
}

/** A run directory, and its seed. */
type Finished = Pick<Job, 'folder' | 'seed'>;

/** In the order of their seeds. */
async function finishedRuns(path: string): Promise<Finished[]> {
  const names = await readdir(path).catch(() => []);
  return names
    .flatMap((name) => {
      const seed = /^seed-(\d+)$/.exec(name)?.[1];
      return seed === undefined ? [] : [{ seed: Number(seed), folder: join(path, name) }];
    })
    .filter(({ folder }) => existsSync(join(folder, 'result.json')))
    .sort((a, b) => a.seed - b.seed);
}

async function experimentOf(
  recipe: ExperimentRecipe,
  finished: readonly Finished[],
  quick: boolean,
): Promise<ExperimentResults> {
  const { protocol, flaw } = recipe.experiment;
  const references = quick ? leastOf(recipe) : recipe.experiment.references;
  const runs: RunResults[] = [];
  let model: Pick<ExperimentResults, 'model' | 'parameters'> | undefined;
  for (const one of finished) {
    const { run, config, result } = await runOf(one, references);
    model ??= { model: modelName(config.spec), parameters: result.parameters };
    runs.push(run);
  }
  return {
    recipe: recipe.name,
    summary: recipe.summary,
    ...model!,
    protocol: quick ? 'A short form, on fewer or other examples.' : protocol,
    ...(flaw && !quick && { flaw }),
    rows: references.flatMap((reference) => {
      const values = runs.flatMap(({ measures }) => measures[reference.measure] ?? []);
      return values.length === 0 ? [] : [{ ...reference, ...statistics(values), values }];
    }),
    runs,
  };
}

/** A short form is not what others report of: it stands beside what it must reach. */
const leastOf = ({ quick }: ExperimentRecipe): Reference[] =>
  Object.entries(quick!.least).map(([measure, aim]) => ({ measure, aim, source: 'quick check' }));

async function runOf(
  { folder, seed }: Finished,
  references: readonly Reference[],
): Promise<{ run: RunResults; config: Config; result: Result }> {
  const json = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, name), 'utf8')) as T;
  const config = await json<Config>('config.json');
  const result = await json<Result>('result.json');
  const { test, epochs, bestEpoch, seconds, finished, engine } = result;
  const history = await historyOf(folder);
  const run: RunResults = {
    seed,
    command: settingsCommand(withoutFolder(config)),
    dataset: { ...result.dataset, sha256: config.data.sha256 },
    epochs,
    epochsPlanned: plannedEpochs(config.settings, config.phases),
    bestEpoch,
    seconds,
    finished,
    engine,
    versions: config.versions,
    // A run that was ended between its result and this file has none.
    provenance: await json<Provenance>('provenance.json').catch(() => ({ machine: 'unknown' })),
    measures: withoutLengths({ ...measuresOf(result), ...bestOf(history) }, references),
    ...(existsSync(join(folder, 'labels.json')) && { labels: await json<string[]>('labels.json') }),
    ...(test.confusion && { confusion: test.confusion }),
    ...(test.lengths && { lengths: test.lengths }),
    samples: result.predictions.map(({ text, ...rest }) => ({ text: text.slice(0, LONGEST), ...rest })),
    ...(result.texts && {
      texts: result.texts.map((one) => ({ ...one, text: one.text.slice(0, LONGEST_WRITTEN) })),
    }),
    history,
  };
  return { run, config, result };
}

/** The maximum over the epochs, which is how some reports choose. */
function bestOf(history: readonly EpochRecord[]): Record<string, number> {
  const values = history.flatMap(({ validationAccuracy }) => validationAccuracy ?? []);
  return values.length === 0 ? {} : { 'best validation accuracy': Math.max(...values) };
}

/** Those of single lengths are among `lengths`, unless they stand beside a reported number. */
function withoutLengths(
  measures: Record<string, number>,
  references: readonly Reference[],
): Record<string, number> {
  const named = new Set(references.map(({ measure }) => measure));
  return Object.fromEntries(
    Object.entries(measures).filter(([name]) => named.has(name) || !/\d+ bits$/.test(name)),
  );
}

/** Where the data lay says nothing to others. */
function withoutFolder({ recipe, settings }: Config): Pick<Config, 'recipe' | 'settings'> {
  const { dataset } = settings;
  if (!('folder' in dataset)) return { recipe, settings };
  return { recipe, settings: { ...settings, dataset: { ...dataset, folder: null } } };
}

async function historyOf(folder: string): Promise<EpochRecord[]> {
  const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as EpochRecord & { kind: string })
    .filter(({ kind }) => kind === 'epoch')
    .map(({ kind: _, ...record }) => record);
}

/** Mean and, of two values or more, sample standard deviation. */
export function statistics(values: readonly number[]): { mean: number; spread?: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (values.length - 1)) };
}
