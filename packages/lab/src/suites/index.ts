import { suggestion } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { recipes } from '../recipes/index.js';
import type { Experiment, Recipe } from '../recipes/recipe.js';
import { binaryAddition } from './binary-addition.js';
import { cifar } from './cifar.js';
import { dbpedia } from './dbpedia.js';
import { languageModels } from './language-models.js';
import { mnistRows } from './mnist-rows.js';
import { names } from './names.js';
import { recall } from './recall.js';
import { startrek } from './startrek.js';
import type { Suite } from './suite.js';

/** Every suite, by its name. */
export const suites: Readonly<Record<string, Suite>> = Object.fromEntries(
  [names, mnistRows, recall, binaryAddition, cifar, dbpedia, startrek, languageModels].map((suite) => [
    suite.name,
    suite,
  ]),
);

/** A recipe that reproduces something. */
export type ExperimentRecipe = Recipe & { readonly experiment: Experiment };

/** Finds the recipes of a suite. */
export const recipesOf = (suite: Suite): ExperimentRecipe[] =>
  Object.values(recipes).filter(
    (recipe): recipe is ExperimentRecipe => recipe.experiment?.suite === suite.name,
  );

/**
 * Finds a suite by its name.
 *
 * @throws {LabError} For an unknown name, with the nearest one.
 */
export function suiteOf(name: string): Suite {
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined;
  if (!suite) throw new LabError(`There is no suite "${name}"${suggestion(name, Object.keys(suites))}.`);
  return suite;
}
