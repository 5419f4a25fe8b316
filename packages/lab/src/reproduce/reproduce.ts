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
import { type Job, jobsOf, matchingRecipes, type Status, statusOf } from './jobs.js';
import { readResults } from './read-results.js';
import { runAll } from './run-jobs.js';
import type { SuiteResults } from './suite-results.js';

/** Options of {@link reproduce}. */
export interface ReproduceOptions {
  /** Output folder. Default: `reproduced/<suite>`, or `reproduced/<suite>-quick`. */
  out?: string | undefined;
  /** Names of recipes, `*` for anything. Default: all of the suite. */
  only?: readonly string[] | undefined;
  /** Trainings of each recipe, with the seeds 1 to this; at most 1000. Default: 1. */
  seeds?: number | undefined;
  /** Parallel trainings, each in a process of its own. Default: 1. */
  jobs?: number | undefined;
  /** Whether to run quick checks: short forms that need no download, with minimums to reach. Default: false. */
  quick?: boolean | undefined;
  /** Folder with one folder for each dataset. Default: they are downloaded. */
  data?: string | undefined;
  /** Stops after the steps under way when it is aborted; the same call resumes. */
  signal?: AbortSignal | undefined;
  /** Called before the first training. */
  onStart?: ((status: ReproduceStatus) => void) | undefined;
  /** Called after each training, with the results so far. */
  onRun?: ((job: { recipe: string; seed: number }, results: SuiteResults) => void) | undefined;
  /** Called with a sentence on results that were omitted or figures that could not be drawn. */
  onNote?: ((sentence: string) => void) | undefined;
}

/** Status of the trainings of a suite. */
export interface ReproduceStatus {
  /** Output folder. */
  out: string;
  /** Number of recipes. */
  recipes: number;
  /** Numbers of trainings: `waiting`, `finished` with the folder of their run, `known` from `results.json` alone. */
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
 * @throws {LabError} For an unknown suite or option, a folder that holds something else, trainings that failed, and a quick
 *   check that was not passed; what is finished is kept.
 * @throws {InterruptedError} When the signal was aborted.
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
  const recipes = matchingRecipes(all, options.only ?? []);
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
  note(before.omitted);
  const status = await statusOf(jobs, before.results);
  const { waiting, finished, known } = status;
  onStart?.({
    out,
    recipes: recipes.length,
    trainings: { waiting: waiting.length, finished: finished.length, known: known.length },
  });
  const failures: string[] = [];
  let { results } = before;
  /** Writes all results so far: after every training, so that nothing is lost. */
  const write = async (): Promise<void> => {
    const reading = await readResults(suite, out, quick);
    note([...reading.omitted, ...(await writeResults(out, suite, reading.results, data))]);
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
  const short = quick ? failedChecks(jobs, results) : [];
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

/** Lists the minimums that a quick check did not reach, each as a clause. */
function failedChecks(jobs: readonly Job[], { experiments }: SuiteResults): string[] {
  return experiments.flatMap(({ recipe, runs }) => {
    const minimums = jobs.find((job) => job.recipe.name === recipe)?.recipe.quick?.minimums ?? {};
    return Object.entries(minimums).flatMap(([measure, minimum]) =>
      runs
        .filter(({ measures }) => !(measures[measure]! >= minimum))
        .map(
          ({ measures }) =>
            `${recipe} has a ${measure} of ${share(measures[measure] ?? Number.NaN)}, expected at least ${share(minimum)}`,
        ),
    );
  });
}
