import { LabError } from '../error.js';
import { checkValue, unknownKey } from './check.js';
import { fieldsFor, flatten } from './flat.js';
import { override } from './override.js';
import type { Overrides, Recipe, Settings } from './recipe.js';
import { choices } from './schema.js';

/**
 * The settings of a recipe after some `key=value`, in any order; the last of equal keys wins.
 *
 * @throws LabError for an assignment without `=`, an unknown key (with the nearest one) or a value that the
 * key does not take.
 */
export function applySettings(
  recipe: Pick<Recipe, 'name' | 'settings'>,
  assignments: readonly string[],
): Settings {
  const changes = new Map(assignments.map(parseAssignment));
  const isKind = (key: string): boolean => {
    const [part = '', name] = key.split('.');
    return Object.hasOwn(choices, part) && choices[part]!.key === name;
  };
  // Kinds first: they decide which keys there are.
  let settings = recipe.settings;
  for (const kinds of [true, false]) {
    for (const [key, text] of changes) {
      if (isKind(key) === kinds) settings = set(settings, key, text, recipe.name);
    }
  }
  return settings;
}

function parseAssignment(assignment: string): [string, string] {
  const at = assignment.indexOf('=');
  if (at < 1) {
    throw new LabError(`A setting is given as key=value, as in model.units=64, received "${assignment}".`, {
      option: 'settings',
    });
  }
  return [assignment.slice(0, at).trim(), assignment.slice(at + 1).trim()];
}

function set(settings: Settings, key: string, text: string, recipe: string): Settings {
  const flat = flatten(settings);
  const field = fieldsFor(flat).get(key);
  if (!field) throw unknownKey(key, flat, recipe);
  const value = field.parse(text);
  checkValue(key, field, value, text);
  const [part = '', name] = key.split('.');
  return override(
    settings,
    (name === undefined ? { [part]: value } : { [part]: { [name]: value } }) as Overrides,
  );
}
