import { requireKnown } from './check.js';
import { checkRecipe } from './check-recipe.js';
import { override } from './override.js';
import type { Overrides, Recipe, Settings } from './recipe.js';

type Introduction = Omit<Recipe, 'settings'>;

/**
 * A recipe from what it says; everything else is the default of each setting.
 *
 * @throws LabError for a setting that there is not, with the nearest one, and for a value that it does not take.
 */
export function defineRecipe(introduction: Introduction, overrides: Overrides): Recipe {
  return checkRecipe({ ...introduction, settings: overrides as Settings });
}

/**
 * A recipe that is another one but for some settings. A part whose kind changes starts from defaults.
 *
 * @throws LabError for a setting that there is not, with the nearest one, and for a value that it does not take.
 */
export function extendRecipe(
  base: Recipe,
  introduction: Pick<Recipe, 'name' | 'summary'> & Partial<Introduction>,
  overrides: Overrides,
): Recipe {
  const settings = override(base.settings, overrides);
  requireKnown(introduction.name, overrides, settings);
  return checkRecipe({ ...base, ...introduction, settings });
}
