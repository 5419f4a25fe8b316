import { nearest, shown } from '@rnnlab/shared';
import { LabError } from '../error.js';
import { binaryAddition } from './binary-addition.js';
import { checkRecipe } from './check-recipe.js';
import { cifar } from './cifar.js';
import { dbpedia } from './dbpedia.js';
import { mnistRows } from './mnist-rows.js';
import { names } from './names.js';
import { namesGenerator } from './names-generator.js';
import { namesReports } from './names-reports.js';
import { recall } from './recall.js';
import type { Recipe } from './recipe.js';
import { shakespeare } from './shakespeare.js';
import { startrek } from './startrek.js';
import { text } from './text.js';

/** Every recipe, by its name. */
export const recipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [
    names,
    ...namesReports,
    ...mnistRows,
    ...recall,
    ...binaryAddition,
    ...cifar,
    ...dbpedia,
    ...startrek,
    shakespeare,
    ...namesGenerator,
    text,
  ].map((recipe) => [recipe.name, recipe]),
);

/**
 * A recipe by its name; one of somebody's own is checked, and has what its settings leave out.
 *
 * @throws LabError for an unknown name, with the nearest one, and for a recipe that cannot be trained.
 */
export function recipeOf(recipe: string | Recipe): Recipe {
  if (typeof recipe !== 'string') return checkRecipe(recipe);
  if (Object.hasOwn(recipes, recipe)) return recipes[recipe]!;
  const general = Object.values(recipes).filter(({ experiment }) => experiment === undefined);
  const near = nearest(recipe, Object.keys(recipes));
  throw new LabError(
    near === undefined
      ? `There is no recipe ${shown(recipe)}; expected ${general.map(({ name }) => name).join(', ')}, or one of those that \`recipes\` lists.`
      : `There is no recipe ${shown(recipe)}; the nearest is "${near}".`,
  );
}
