import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../error.js';
import { modelName } from '../runs/model-name.js';
import type { Result } from '../runs/result.js';
import { openStored } from '../runs/stored-run.js';
import type { ExperimentRecipe } from '../suites/index.js';
import type { Suite } from '../suites/suite.js';
import { runFolder } from './job.js';
import { type RunResults, readRun } from './run-results.js';
import { RESULTS_FORMAT, type SuiteResults } from './suite-results.js';

/** A run of a recipe, with what all of its runs share. */
export interface FoundRun {
  model: string;
  parameters: number;
  run: RunResults;
}

/** The finished runs of a recipe whose folders are there. */
export async function finishedRuns(suite: Suite, recipe: ExperimentRecipe, out: string): Promise<FoundRun[]> {
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
 * @throws LabError if it is that of another suite, or of the other form.
 */
export async function earlierRuns(
  suite: Suite,
  out: string,
  quick: boolean,
): Promise<Map<string, FoundRun[]>> {
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
