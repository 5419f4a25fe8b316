import { checkOptions, shown } from '@rnnlab/shared';
import { LabError } from '../error.js';
import { settingsIn } from '../runs/phases.js';
import { checkSettings, requireKnown } from './check.js';
import { complete } from './override.js';
import type { Recipe } from './recipe.js';

const PARTS = ['name', 'summary', 'unit', 'settings', 'phases', 'experiment', 'quick'];

/** The name is that of folders, and is typed on a command line. */
const NAME = /^[a-z0-9][a-z0-9._-]*$/i;

/**
 * Checks a recipe that somebody wrote.
 *
 * @returns The recipe, with what its settings leave out.
 * @throws LabError if it cannot be trained: for its name, a setting that there is not, or a value that it does not take.
 */
export function checkRecipe(recipe: Recipe): Recipe {
  checkOptions('A recipe', recipe, PARTS, LabError, ['name', 'summary', 'unit', 'settings']);
  const { name, phases = [] } = recipe;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new LabError(
      `The name of a recipe must be letters, digits, dots and dashes, as in names-small, received ${shown(name)}.`,
    );
  }
  const settings = complete(recipe.settings);
  requireKnown(name, recipe.settings, settings);
  checkSettings(settings, name);
  for (const k of phases.keys()) checkSettings(settingsIn(settings, phases, k + 2), name);
  return { ...recipe, settings };
}
