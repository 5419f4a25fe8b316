import { suggestion } from '@rnnlab/shared';
import { UsageError } from '../errors/usage-error.js';
import { written } from '../fields/field.js';
import { table } from '../terminal/table.js';
import { fieldsFor, flatten, kindOf } from './flat.js';
import { recipes } from './index.js';
import { choices, hasPart } from './schema.js';

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

export function listRecipes(program: string): string {
  const [, ...rows] = table(
    [{ header: '' }, { header: '' }],
    Object.values(recipes).map(({ name, summary }) => [name, summary]),
  );
  const first = Object.keys(recipes)[0];
  return `Recipes:\n${indent(rows)}\n\n\`${program} train ${first} --help\` shows every setting of a recipe with its default.`;
}

/**
 * All settings of a recipe with their values.
 *
 * @throws UsageError for an unknown recipe.
 */
export function describeRecipe(name: string): string {
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined;
  if (!recipe) throw new UsageError(`There is no recipe "${name}"${suggestion(name, Object.keys(recipes))}.`);
  const flat = flatten(recipe.settings);
  const rows = [...fieldsFor(flat)].map(([key, { doc, expected }]) => [
    `${key}=${written(flat.get(key))}`,
    `${doc.replace(/\.$/, '')}: ${expected}.`,
  ]);
  const [, ...settings] = table([{ header: '' }, { header: '' }], rows);
  return `${name}: ${recipe.summary}\n\nSettings (change them by --set key=value):\n${indent(settings)}\n\n${otherKinds(name)}`;
}

/** Keys that appear with another choice. */
function otherKinds(name: string): string {
  const flat = flatten(recipes[name]!.settings);
  const dataset = kindOf(flat, 'dataset');
  const lines = Object.entries(choices)
    .filter(([part]) => hasPart(dataset, part))
    .flatMap(([part, { key, members }]) =>
      Object.entries(members)
        .filter(([kind]) => kind !== kindOf(flat, part))
        .map(([kind, { doc, fields }]) => {
          const keys = Object.keys(fields).map((field) => `${part}.${field}`);
          return `${part}.${key}=${kind}: ${doc}${keys.length > 0 ? `; with ${keys.join(', ')}` : ''}.`;
        }),
    );
  return `Other choices:\n${indent(lines)}`;
}
