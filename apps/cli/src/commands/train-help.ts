import { describeRecipe, recipes } from '@rnnlab/lab';
import { table } from '../terminal/table.js';

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');
const aligned = (rows: readonly (readonly string[])[]): string =>
  indent(table([{ header: '' }, { header: '' }], rows).slice(1));

export function recipesHelp(program: string): string {
  const rows = Object.values(recipes).map(({ name, summary }) => [name, summary]);
  const first = Object.keys(recipes)[0];
  return `Recipes:\n${aligned(rows)}\n\n\`${program} train ${first} --help\` shows every setting of a recipe with its default.`;
}

/**
 * All settings of a recipe with their values.
 *
 * @throws LabError for an unknown recipe.
 */
export function recipeHelp(recipe: string): string {
  const { name, summary, settings, choices } = describeRecipe(recipe);
  const rows = settings.map(({ key, value, doc, expected }) => [
    `${key}=${value}`,
    `${doc.replace(/\.$/, '')}: ${expected}.`,
  ]);
  const others = choices.map(({ key, kind, doc, settings: keys }) => {
    return `${key}=${kind}: ${doc}${keys.length > 0 ? `; with ${keys.join(', ')}` : ''}.`;
  });
  return `${name}: ${summary}\n\nSettings (change them by --set key=value):\n${aligned(rows)}\n\nOther choices:\n${indent(others)}`;
}
