import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import {
  aFunction,
  aListOfStrings,
  anything,
  aPath,
  aSignal,
  checkOptions,
  checkValue,
  flag,
  makeFolder,
  plural,
  share,
  systemError,
  wholeNumber,
} from '@rnnlab/shared';
import { InterruptedError, LabError } from '../errors.js';
import { recipesOf, suiteOf } from '../suites/index.js';
import type { Suite } from '../suites/suite.js';
import { writeResults } from './draw-suite.js';
import { type Job, jobsOf, only, type Status, statusOf } from './jobs.js';
import { readResults } from './read-results.js';
import { runAll } from './run-jobs.js';
import type { SuiteResults } from './suite-results.js';

export interface ReproduceOptions {
  /** Where everything goes; default `reproduced/<suite>`, or `reproduced/<suite>-quick`. */
  out?: string | undefined;
  /** Only these recipes, `*` for anything; default all of the suite. */
  only?: readonly string[] | undefined;
  /** Trainings of each recipe, with the seeds 1 to this; default 1, at most 1000. */
  seeds?: number | undefined;
  /** Trainings at a time, each in a process of its own; default 1. */
  jobs?: number | undefined;
  /** Short forms that need no download, and a check of what they must reach; default false. */
  quick?: boolean | undefined;
  /** A folder with the datasets in folders; by default they are downloaded. */
  data?: string | undefined;
  /** Stops after the steps under way when it is aborted; the same call goes on from there. */
  signal?: AbortSignal | undefined;
  /** Before the first training: what is to be done. */
  onStart?: ((status: ReproduceStatus) => void) | undefined;
  /** After each training, with the results so far. */
  onRun?: ((job: { recipe: string; seed: number }, results: SuiteResults) => void) | undefined;
  /** A sentence on what is left out of the results, or could not be drawn. */
  onNote?: ((sentence: string) => void) | undefined;
}

/** How far the trainings of a suite are. */
export interface ReproduceStatus {
  out: string;
  recipes: number;
  /** Of all: `waiting` for training, `finished` with the folder of their run, `known` from `results.json` alone. */
  trainings: Record<keyof Status, number>;
}

const OPTIONS = {
  out: aPath,
  only: aListOfStrings,
  seeds: anything,
  jobs: anything,
  quick: flag,
  data: aPath,
  signal: aSignal,
  onStart: aFunction,
  onRun: aFunction,
  onNote: aFunction,
};

/**
 * Runs the experiments of a suite and puts every number beside the reported one: a run directory for each recipe and
 * seed, `results.json`, a table in Markdown, a report page and figures. What is finished is not trained again.
 *
 * @param name - See `suites`.
 * @throws LabError for an unknown suite or option, a folder that holds something else, trainings that failed, and a quick
 *   check that was not passed; what is finished is kept.
 * @throws InterruptedError when the signal was aborted.
 * @example
 * const { experiments } = await reproduce('recall', { seeds: 3, jobs: 2 });
 */
export async function reproduce(name: string, options: ReproduceOptions = {}): Promise<SuiteResults> {
  checkOptions('reproduce', options, OPTIONS, LabError);
  const { seeds = 1, jobs: parallel = 1 } = options;
  checkValue('seeds', seeds, wholeNumber(1, 1000), LabError, { option: 'seeds' });
  checkValue('jobs', parallel, wholeNumber(1, 1000), LabError, { option: 'jobs' });
  const suite = suiteOf(name);
  const { quick = false, signal, onStart, onRun, onNote } = options;
  const out = options.out ?? join('reproduced', quick ? `${suite.name}-quick` : suite.name);
  const all = recipesOf(suite).filter((recipe) => !quick || recipe.quick !== undefined);
  const recipes = only(all, options.only ?? []);
  const data = dataOf(suite, options.data);
  const jobs = jobsOf(recipes, { out, seeds, quick, data });
  await makeFolder(out).catch((error) => {
    throw systemError('write', out, error, LabError);
  });

  const noted = new Set<string>();
  const note = (sentences: readonly string[]): void => {
    for (const sentence of sentences) if (!noted.has(sentence)) onNote?.(sentence);
    for (const sentence of sentences) noted.add(sentence);
  };
  // Before anything is trained: the folder may hold what this must not be written over.
  const before = await readResults(suite, out, quick);
  note(before.leftOut);
  const status = await statusOf(jobs, before.results);
  const { waiting, finished, known } = status;
  onStart?.({
    out,
    recipes: recipes.length,
    trainings: { waiting: waiting.length, finished: finished.length, known: known.length },
  });
  const failures: string[] = [];
  let { results } = before;
  /** What there is: after every training, so that it can be looked at and nothing is lost. */
  const write = async (): Promise<void> => {
    const reading = await readResults(suite, out, quick);
    note([...reading.leftOut, ...(await writeResults(out, suite, reading.results, data))]);
    results = reading.results;
  };
  if (waiting.length < jobs.length) await write();
  await runAll(waiting, {
    parallel,
    // A short training is over sooner without threads that wait for each other.
    threads: quick ? 1 : Math.max(1, Math.floor(availableParallelism() / parallel)),
    signal: signal ?? new AbortController().signal,
    onEnd: async ({ recipe, seed }, ended) => {
      if (!ended.finished) {
        if (!signal?.aborted) failures.push(`${recipe.name}, seed ${seed}: ${ended.error}`);
        return;
      }
      await write();
      onRun?.({ recipe: recipe.name, seed }, results);
    },
  });
  if (signal?.aborted) throw new InterruptedError(`Stopped; everything is saved in ${out}.`, out);
  if (failures.length > 0) {
    throw new LabError(
      `${failures.length} of ${plural(waiting.length, 'training')} failed: ${failures.join(' ')}`,
    );
  }
  const short = quick ? missed(jobs, results) : [];
  if (short.length > 0) throw new LabError(`The check failed: ${short.join('; ')}.`);
  return results;
}

/** The folder of a suite's data. */
function dataOf({ name, data }: Suite, folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  if (data === undefined) {
    throw new LabError(`The suite ${name} generates its data: leave data out.`, { option: 'data' });
  }
  const own = resolve(folder, data);
  if (existsSync(own)) return own;
  throw new LabError(
    `There is no folder ${data} in ${folder}: expected the data of the suite ${name} there.`,
    {
      option: 'data',
    },
  );
}

/** What a quick check did not reach, a part of a sentence each. */
export function missed(jobs: readonly Job[], { experiments }: SuiteResults): string[] {
  return experiments.flatMap(({ recipe, runs }) => {
    const least = jobs.find((job) => job.recipe.name === recipe)?.recipe.quick?.least ?? {};
    return Object.entries(least).flatMap(([measure, bound]) =>
      runs
        .filter(({ measures }) => !(measures[measure]! >= bound))
        .map(
          ({ measures }) =>
            `${recipe} has a ${measure} of ${share(measures[measure] ?? Number.NaN)}, expected at least ${share(bound)}`,
        ),
    );
  });
}
