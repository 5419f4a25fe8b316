import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError } from '../errors.js';
import { openStored } from '../runs/stored-run.js';
import { changeSettings } from '../settings/change.js';
import { complete, flatten, override } from '../settings/flatten.js';
import { settingText } from '../settings/option.js';
import { changesOf, type Phase, settingsIn } from '../settings/phases.js';
import type { Overrides, Settings } from '../settings/settings.js';
import type { ExperimentRecipe } from '../suites/index.js';
import type { SuiteResults } from './suite-results.js';

/** One training of a suite. */
export interface Job {
  recipe: ExperimentRecipe;
  seed: number;
  settings: Settings;
  /** Its run directory. */
  folder: string;
}

interface JobOptions {
  out: string;
  seeds: number;
  quick: boolean;
  /** The folder of the suite's data. */
  data: string | undefined;
}

/** The trainings of some recipes: every recipe with its first seed, then every recipe with the next one. */
export function jobsOf(recipes: readonly ExperimentRecipe[], { out, seeds, quick, data }: JobOptions): Job[] {
  return Array.from({ length: seeds }, (_, k) => k + 1).flatMap((seed) =>
    recipes.map((recipe) => ({
      recipe,
      seed,
      settings: settingsOf(recipe, seed, quick, data),
      folder: runFolder(out, recipe.name, seed),
    })),
  );
}

/** The folder of the run of a recipe with a seed. */
export const runFolder = (out: string, recipe: string, seed: number): string =>
  join(out, 'runs', recipe, `seed-${seed}`);

/** The settings of a recipe's training. */
export function settingsOf(recipe: ExperimentRecipe, seed: number, quick: boolean, data?: string): Settings {
  const shorter = quick ? override(recipe.settings, recipe.quick!.overrides) : recipe.settings;
  return withData(override(shorter, { seed }), data);
}

/** Settings with the folder where data are, if they are read from one. */
const withData = (settings: Settings, data: string | undefined): Settings =>
  data !== undefined && 'folder' in settings.dataset
    ? override(settings, { dataset: { type: settings.dataset.type, folder: resolve(data) } } as Overrides)
    : settings;

/**
 * The recipes that some patterns name: whole names, or parts of them with `*` for anything.
 *
 * @throws {LabError} If a pattern fits none.
 */
export function matchingRecipes(
  recipes: readonly ExperimentRecipe[],
  patterns: readonly string[],
): readonly ExperimentRecipe[] {
  if (patterns.length === 0) return recipes;
  const chosen = new Set<ExperimentRecipe>();
  for (const pattern of patterns) {
    const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    const expression = new RegExp(`^${parts.join('.*')}$`);
    const fitting = recipes.filter(({ name }) => expression.test(name));
    if (fitting.length === 0) {
      throw new LabError(
        `"${pattern}" fits no experiment of the suite: expected one of ${recipes.map(({ name }) => name).join(', ')}, or a pattern with *.`,
        { option: 'only' },
      );
    }
    for (const recipe of fitting) chosen.add(recipe);
  }
  return recipes.filter((recipe) => chosen.has(recipe));
}

/**
 * The status of a job's run.
 *
 * @throws {LabError} If it was made with other settings: it is not overwritten.
 */
export async function jobStatus({
  folder,
  settings,
  recipe: { name, phases },
}: Job): Promise<'new' | 'started' | 'finished'> {
  if (!existsSync(join(folder, 'config.json'))) return 'new';
  const { config } = await openStored(folder);
  const other = differenceOf(config, { settings: changeSettings({ name, settings }), phases });
  if (other) {
    throw new LabError(
      `The run in ${folder} was made with ${other.key}=${other.before}, and this suite needs ` +
        `${other.key}=${other.now}: remove that folder, or choose another one.`,
      { option: 'out' },
    );
  }
  return existsSync(join(folder, 'result.json')) ? 'finished' : 'started';
}

/** Status of the trainings of a suite. */
export interface Status {
  /** To be trained, or resumed. */
  waiting: Job[];
  /** Finished, with the folder of its run. */
  finished: Job[];
  /** In `results.json` alone: the folder of its run is elsewhere. */
  known: Job[];
}

/**
 * Sorts jobs by whether they are still to do.
 *
 * @param results - Results in the folder, made with the current settings of the recipes.
 * @throws {LabError} If a folder holds a run of other settings.
 */
export async function statusOf(jobs: readonly Job[], { experiments }: SuiteResults): Promise<Status> {
  const status: Status = { waiting: [], finished: [], known: [] };
  const states = await Promise.all(jobs.map(jobStatus));
  for (const [k, job] of jobs.entries()) {
    const runs = experiments.find(({ recipe }) => recipe === job.recipe.name)?.runs ?? [];
    if (states[k] === 'finished') status.finished.push(job);
    else if (states[k] === 'new' && runs.some(({ seed }) => seed === job.seed)) status.known.push(job);
    else status.waiting.push(job);
  }
  return status;
}

/** A setting whose value differs between a run and its recipe, both as they are typed. */
interface Difference {
  key: string;
  before: string;
  now: string;
}

/** The settings and further phases of a training. */
interface Plan {
  settings: Settings;
  /** Its further phases, of a training in several phases. */
  phases?: readonly Phase[] | undefined;
}

/**
 * Finds the first setting in which a run differs from the wanted plan. The folder of the data does not matter.
 *
 * @param made - The plan of a run, without settings that did not exist yet.
 */
export function differenceOf(made: Plan, wanted: Plan): Difference | undefined {
  const flat = flatten(complete(made.settings));
  for (const [key, value] of flatten(wanted.settings)) {
    const [before, now] = [settingText(flat.get(key) ?? null), settingText(value)];
    if (key !== 'dataset.folder' && before !== now) return { key, before, now };
  }
  const [before, now] = [phasesOf(made), phasesOf(wanted)];
  return before === now ? undefined : { key: 'phases', before, now };
}

/** The phases after the first one, each as its changes: `learningRate=0.001 epochs=3, …`. */
function phasesOf({ settings, phases = [] }: Plan): string {
  const first = complete(settings);
  const all = phases.map((phase, k) => {
    const changes = changesOf(settingsIn(first, phases, k + 1), settingsIn(first, phases, k + 2));
    const start = phase.afterStep === undefined ? [] : [['afterStep', phase.afterStep] as const];
    return [...start, ...changes].map(([key, value]) => `${key}=${settingText(value)}`).join(' ');
  });
  return all.join(', ') || 'none';
}
