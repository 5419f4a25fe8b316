import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochRecord, StepRecord } from '@rnnlab/trainer';
import type { Reference } from '../recipes/recipe.js';
import { measuresOf } from '../runs/measures.js';
import type { SamplesRecord } from '../runs/samples.js';
import { settingsCommand } from '../runs/settings-command.js';
import type { Config, Result } from '../runs/stored-run.js';
import { type Phase, plannedEpochs } from '../settings/phases.js';
import type { Settings } from '../settings/settings.js';
import type { WrittenText } from '../tasks/generation.js';
import type { LengthScores, SamplePrediction } from '../tasks/task.js';
import type { Provenance } from './provenance.js';

/** One training, as `results.json` holds it. */
export interface RunResults {
  seed: number;
  /** Command line that trains it again. */
  command: string;
  /** Its settings, without the folder of its data. */
  settings: Settings;
  /** Its further phases, of a training in several phases. */
  phases?: readonly Phase[];
  dataset: Result['dataset'] & { sha256: string };
  epochs: number;
  epochsPlanned: number;
  bestEpoch: number;
  /** Seconds of training. */
  seconds: number;
  finished: string;
  engine: string;
  versions: Record<string, string>;
  provenance: Provenance;
  /** Values of measures, by their names. */
  measures: Record<string, number>;
  labels?: string[];
  /** `confusion[label][prediction]`, in the order of the labels. */
  confusion?: number[][];
  lengths?: LengthScores[];
  /** Some test examples with label and prediction; texts are truncated. */
  samples: SamplePrediction[];
  /** Texts that a language model generates, truncated. */
  texts?: WrittenText[];
  /** Texts that it generated at the end of each epoch, truncated. */
  written?: { epoch: number; texts: WrittenText[] }[];
  history: EpochRecord[];
  /** The training loss between epochs too, where a figure of the suite draws it. */
  losses?: TrainingLoss[];
}

/** Characters of a sample's text, and of one that a model wrote. */
const LONGEST = 100;
const LONGEST_WRITTEN = 500;

interface ReadRunOptions {
  config: Config;
  seed: number;
  /** Reported numbers of its recipe: a measure of a single length is kept only if one of them is about it. */
  references: readonly Reference[];
  /** Whether to read the losses between epochs. */
  losses: boolean;
}

/** Reads the results of a finished run. */
export async function readRun(folder: string, options: ReadRunOptions): Promise<RunResults> {
  const { config, seed, references } = options;
  const json = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, name), 'utf8')) as T;
  const result = await json<Result>('result.json');
  const { test, epochs, bestEpoch, seconds, finished, engine } = result;
  const records = await metricsOf(folder);
  const history = records.flatMap(({ kind, ...record }) => (kind === 'epoch' ? [record as EpochRecord] : []));
  const steps = records.flatMap(({ kind, ...record }) => (kind === 'step' ? [record as StepRecord] : []));
  const { recipe, phases, threads } = config;
  const settings = withoutFolder(config.settings);
  return {
    seed,
    command: settingsCommand({ recipe, settings, threads }),
    settings,
    ...(phases && { phases }),
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
      texts: cut(result.texts),
      written: writtenOf(records),
    }),
    history,
    ...(options.losses && { losses: lossesOf(steps, examplesOfStep(history, result.dataset.parts.train!)) }),
  };
}

const cut = (texts: readonly WrittenText[]): WrittenText[] =>
  texts.map((one) => ({ ...one, text: one.text.slice(0, LONGEST_WRITTEN) }));

/** The last texts of each epoch. */
function writtenOf(records: readonly MetricsRecord[]): RunResults['written'] {
  const byEpoch = new Map<number, WrittenText[]>();
  for (const record of records) if (record.kind === 'samples') byEpoch.set(record.epoch, record.texts);
  return [...byEpoch].map(([epoch, texts]) => ({ epoch, texts: cut(texts) }));
}

/** The maximum over the epochs, which is how some reports choose. */
function bestOf(history: readonly EpochRecord[]): Record<string, number> {
  const values = history.flatMap(({ validationAccuracy }) => validationAccuracy ?? []);
  return values.length === 0 ? {} : { 'best validation accuracy': Math.max(...values) };
}

/** Drops measures of single lengths, which are among `lengths`, unless a reported number is about them. */
function withoutLengths(
  measures: Record<string, number>,
  references: readonly Reference[],
): Record<string, number> {
  const named = new Set(references.map(({ measure }) => measure));
  return Object.fromEntries(
    Object.entries(measures).filter(([name]) => named.has(name) || !/\d+ bits$/.test(name)),
  );
}

/** The folder of the data means nothing to others. */
function withoutFolder(settings: Settings): Settings {
  const { dataset } = settings;
  return 'folder' in dataset ? { ...settings, dataset: { ...dataset, folder: null } } : settings;
}

type MetricsRecord = (EpochRecord & { kind: 'epoch' }) | (StepRecord & { kind: 'step' }) | SamplesRecord;

async function metricsOf(folder: string): Promise<MetricsRecord[]> {
  const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8')).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as MetricsRecord);
}

/** Every epoch has as many steps as its examples fill batches. */
const examplesOfStep = ([first]: readonly EpochRecord[], examples: number): number =>
  first ? (examples * first.epoch) / first.step : 0;

/** The mean training loss since the record before. */
interface TrainingLoss {
  /** Examples trained on so far, each as often as it came. */
  examples: number;
  loss: number;
}

/**
 * The training loss from records of single steps on. What is left over at the end of an epoch, a few steps whose mean
 * means little, is merged with the record before it.
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
