import { suggestion } from '@rnnlab/shared';
import { UsageError } from '../errors/usage-error.js';
import { binaryAddition } from './binary-addition.js';
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

/** @throws UsageError for an unknown name, with the nearest one. */
export function recipeOf(name: string): Recipe {
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined;
  if (!recipe) throw new UsageError(`There is no recipe "${name}"${suggestion(name, Object.keys(recipes))}.`);
  return recipe;
}
