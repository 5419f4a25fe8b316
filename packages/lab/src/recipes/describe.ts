import { written } from '../fields/field.js';
import { fieldsFor, flatten, kindOf } from './flat.js';
import { recipeOf } from './index.js';
import type { Recipe } from './recipe.js';
import { choices, hasPart } from './schema.js';

/** A recipe for people: every setting with its value, and what else could be chosen. */
export interface RecipeDescription {
  name: string;
  summary: string;
  settings: readonly {
    /** Dotted: `model.units`. */
    key: string;
    /** As text. */
    value: string;
    doc: string;
    /** What a value must be: `a whole number of at least 1`. */
    expected: string;
  }[];
  /** Other kinds of a part, with the settings that come with them. */
  choices: readonly { key: string; kind: string; doc: string; settings: readonly string[] }[];
}

/**
 * Tells every setting of a recipe.
 *
 * @param recipe - A name, see `recipes`, or a recipe of your own.
 * @throws LabError for an unknown recipe, with the nearest one.
 */
export function describeRecipe(recipe: string | Recipe): RecipeDescription {
  const { name, summary, settings } = recipeOf(recipe);
  const flat = flatten(settings);
  const dataset = kindOf(flat, 'dataset');
  return {
    name,
    summary,
    settings: [...fieldsFor(flat)].map(([key, { doc, expected }]) => ({
      ...{ key, value: written(flat.get(key)), doc, expected },
    })),
    choices: Object.entries(choices)
      .filter(([part]) => hasPart(dataset, part))
      .flatMap(([part, { key, members }]) =>
        Object.entries(members)
          .filter(([kind]) => kind !== kindOf(flat, part))
          .map(([kind, { doc, fields }]) => ({
            ...{ key: `${part}.${key}`, kind, doc },
            settings: Object.keys(fields).map((field) => `${part}.${field}`),
          })),
      ),
  };
}
