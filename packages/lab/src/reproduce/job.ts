import { join, resolve } from 'node:path';
import { LabError } from '../error.js';
import { override } from '../recipes/override.js';
import type { Overrides, Settings } from '../recipes/recipe.js';
import type { ExperimentRecipe } from '../suites/index.js';

/** One training of a suite. */
export interface Job {
  recipe: ExperimentRecipe;
  seed: number;
  settings: Settings;
  /** Its run directory. */
  folder: string;
}

export interface JobOptions {
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

/** Where the run of a recipe with a seed lies. */
export const runFolder = (out: string, recipe: string, seed: number): string =>
  join(out, 'runs', recipe, `seed-${seed}`);

/** What a recipe is trained with. */
export function settingsOf(recipe: ExperimentRecipe, seed: number, quick: boolean, data?: string): Settings {
  const shorter = quick ? override(recipe.settings, recipe.quick!.overrides) : recipe.settings;
  return withData(override(shorter, { seed }), data);
}

/** Settings with the folder where data are, if they are read from one. */
export const withData = (settings: Settings, data: string | undefined): Settings =>
  data !== undefined && 'folder' in settings.dataset
    ? override(settings, { dataset: { type: settings.dataset.type, folder: resolve(data) } } as Overrides)
    : settings;

/**
 * The recipes that some patterns name: whole names, or parts of them with `*` for anything.
 *
 * @throws LabError if a pattern fits none.
 */
export function only(
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
