import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../errors.js';
import type { Reference } from '../recipes/recipe.js';
import { openStored, type Result } from '../runs/stored-run.js';
import { type ExperimentRecipe, recipesOf } from '../suites/index.js';
import type { Suite } from '../suites/suite.js';
import { modelName } from '../tasks/model.js';
import { differenceOf, runFolder, settingsOf } from './jobs.js';
import { type RunResults, readRun } from './run-results.js';
import { type ExperimentResults, RESULTS_FORMAT, type SuiteResults, statistics } from './suite-results.js';

/** The results of a suite in a folder, and a sentence on each recipe with omitted runs. */
interface Reading {
  results: SuiteResults;
  omitted: string[];
}

/**
 * Reads what the runs of a suite came to: the finished ones in a folder, and those that its `results.json` knows
 * from before, whose folders may be elsewhere. Runs that were made with other settings than their recipe has now are
 * omitted.
 *
 * @throws {LabError} If `results.json` is not that of this suite.
 */
export async function readResults(suite: Suite, out: string, quick: boolean): Promise<Reading> {
  const { name, title, summary, report } = suite;
  const experiments: ExperimentResults[] = [];
  const omitted: string[] = [];
  const recipes = recipesOf(suite).filter((recipe) => !quick || recipe.quick !== undefined);
  const earlier = await earlierRuns(suite, out, quick);
  for (const recipe of recipes) {
    const finished = await finishedRuns(suite, recipe, out);
    const { fitting, sentence } = choose(recipe, [...finished, ...(earlier.get(recipe.name) ?? [])], quick);
    if (sentence) omitted.push(sentence);
    if (fitting.length > 0) experiments.push(experimentOf(recipe, fitting, quick));
    earlier.delete(recipe.name);
  }
  for (const gone of earlier.keys()) {
    omitted.push(`${gone}: omitted from the results, as the suite has no such experiment any more.`);
  }
  return {
    results: {
      format: RESULTS_FORMAT,
      suite: name,
      title,
      summary,
      ...(report && { report }),
      quick,
      experiments,
    },
    omitted,
  };
}

/** Chooses the first run of each seed with the current settings of the recipe, in the order of the seeds. */
function choose(
  recipe: ExperimentRecipe,
  found: readonly FoundRun[],
  quick: boolean,
): { fitting: FoundRun[]; sentence: string | undefined } {
  const fitting = new Map<number, FoundRun>();
  const unfit = new Map<number, string>();
  for (const one of found) {
    const { seed, settings, phases } = one.run;
    const wanted = { settings: settingsOf(recipe, seed, quick), phases: recipe.phases };
    const other = settings && differenceOf({ settings, phases }, wanted);
    if (settings === undefined) unfit.set(seed, 'its settings are unknown');
    else if (other) unfit.set(seed, `made with ${other.key}=${other.before}, now ${other.now}`);
    else if (!fitting.has(seed)) fitting.set(seed, one);
  }
  const left = [...unfit].filter(([seed]) => !fitting.has(seed));
  const why = left.map(([seed, reason]) => `seed ${seed} (${reason})`).join(', ');
  return {
    fitting: [...fitting.values()].sort((a, b) => a.run.seed - b.run.seed),
    sentence: left.length > 0 ? `${recipe.name}: omitted from the results: ${why}.` : undefined,
  };
}

function experimentOf(
  recipe: ExperimentRecipe,
  found: readonly FoundRun[],
  quick: boolean,
): ExperimentResults {
  const { protocol, flaw } = recipe.experiment;
  const references = quick ? minimumsOf(recipe) : recipe.experiment.references;
  const [{ model, parameters }] = found as [FoundRun];
  const runs = found.map(({ run }) => run);
  return {
    recipe: recipe.name,
    summary: recipe.summary,
    model,
    parameters,
    protocol: quick ? 'A short form, on fewer or other examples.' : protocol,
    ...(flaw && !quick && { flaw }),
    rows: references.flatMap((reference) => {
      const values = runs.flatMap(({ measures }) => measures[reference.measure] ?? []);
      return values.length === 0 ? [] : [{ ...reference, ...statistics(values), values }];
    }),
    runs,
  };
}

/** The minimums of a quick check as references: reported numbers are not about short forms. */
const minimumsOf = ({ quick }: ExperimentRecipe): Reference[] =>
  Object.entries(quick!.minimums).map(([measure, aim]) => ({ measure, aim, source: 'quick check' }));

/** A run of a recipe, with what all of its runs share. */
interface FoundRun {
  model: string;
  parameters: number;
  run: RunResults;
}

/** The finished runs of a recipe whose folders are there. */
async function finishedRuns(suite: Suite, recipe: ExperimentRecipe, out: string): Promise<FoundRun[]> {
  const names = await readdir(join(out, 'runs', recipe.name)).catch(() => []);
  const found: FoundRun[] = [];
  for (const name of names) {
    const seed = Number(/^seed-(\d+)$/.exec(name)?.[1]);
    const folder = runFolder(out, recipe.name, seed);
    if (!existsSync(join(folder, 'result.json'))) continue;
    const { directory, config } = await openStored(folder);
    const { parameters } = await directory.readJson<Result>('result.json');
    const run = await readRun(folder, {
      config,
      seed,
      references: recipe.experiment.references,
      losses: (suite.losses ?? []).some(({ recipes }) => Object.hasOwn(recipes, recipe.name)),
    });
    found.push({ model: modelName(config.spec), parameters, run });
  }
  return found;
}

/**
 * The runs that `results.json` in a folder knows, by their recipes.
 *
 * @throws {LabError} If it is that of another suite, or of the other form.
 */
async function earlierRuns(suite: Suite, out: string, quick: boolean): Promise<Map<string, FoundRun[]>> {
  const file = join(out, 'results.json');
  if (!existsSync(file)) return new Map();
  const earlier = await readFile(file, 'utf8')
    .then((text): Partial<SuiteResults> => JSON.parse(text))
    .catch((): Partial<SuiteResults> => ({}));
  if (earlier.format !== RESULTS_FORMAT || !Array.isArray(earlier.experiments)) {
    throw new LabError(
      `${file} is not one that this version of RNNLab wrote: remove it, or choose another folder.`,
      { option: 'out' },
    );
  }
  if (earlier.suite !== suite.name || earlier.quick !== quick) {
    throw new LabError(
      `${file} holds ${earlier.quick ? 'the quick check' : 'results'} of the suite ${earlier.suite}: choose another folder.`,
      { option: 'out' },
    );
  }
  return new Map(
    earlier.experiments.map(({ recipe, model, parameters, runs }) => [
      recipe,
      runs.map((run) => ({ model, parameters, run })),
    ]),
  );
}
