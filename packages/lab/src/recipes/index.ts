import { nearest, shown } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { flatten, kindOf, optionsFor } from '../settings/flatten.js';
import { expectedValue, settingText } from '../settings/option.js';
import { choices, hasPart } from '../settings/settings.js';
import { binaryAddition } from './binary-addition.js';
import { cifar } from './cifar.js';
import { dbpedia } from './dbpedia.js';
import { namesGenerator, shakespeare, text } from './language-models.js';
import { mnistRows } from './mnist-rows.js';
import { names, namesReports } from './names.js';
import { recall } from './recall.js';
import { checkRecipe, type Recipe } from './recipe.js';
import { startrek } from './startrek.js';

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
 * Finds a recipe by its name; a recipe of your own is checked and completed with defaults.
 *
 * @throws {LabError} For an unknown name, with the nearest one, and for a recipe that cannot be trained.
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

/** A recipe for people: every setting with its value, and the alternatives. */
export interface RecipeDescription {
  name: string;
  summary: string;
  settings: readonly {
    /** Dotted: `model.units`. */
    key: string;
    /** As text. */
    value: string;
    doc: string;
    /** The values it takes, in words: `a whole number of at least 1`. */
    expected: string;
  }[];
  /** Other kinds of a part, with the settings that come with them. */
  choices: readonly { key: string; kind: string; doc: string; settings: readonly string[] }[];
}

/**
 * Describes every setting of a recipe.
 *
 * @param recipe - A name, see `recipes`, or a recipe of your own.
 * @throws {LabError} For an unknown recipe, with the nearest one.
 */
export function describeRecipe(recipe: string | Recipe): RecipeDescription {
  const { name, summary, settings } = recipeOf(recipe);
  const flat = flatten(settings);
  const dataset = kindOf(flat, 'dataset');
  return {
    name,
    summary,
    settings: [...optionsFor(flat)].map(([key, option]) => ({
      key,
      value: settingText(flat.get(key)),
      doc: option.description,
      expected: expectedValue(option),
    })),
    choices: Object.entries(choices)
      .filter(([part]) => hasPart(dataset, part))
      .flatMap(([part, { key, kinds }]) =>
        Object.entries(kinds)
          .filter(([kind]) => kind !== kindOf(flat, part))
          .map(([kind, { description, options }]) => ({
            ...{ key: `${part}.${key}`, kind, doc: description },
            settings: Object.keys(options).map((option) => `${part}.${option}`),
          })),
      ),
  };
}
