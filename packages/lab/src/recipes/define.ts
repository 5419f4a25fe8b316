import { fieldsFor, flatten, kindOf, nest } from './flat.js';
import type { Overrides, Recipe, Settings } from './recipe.js';
import { choices } from './schema.js';

type Introduction = Omit<Recipe, 'settings'>;

/** A recipe from what it says; everything else is the default of each setting. */
export function defineRecipe(introduction: Introduction, overrides: Overrides): Recipe {
  return { ...introduction, settings: complete(overrides) };
}

/** A recipe that is another one but for some settings. A part whose kind changes starts from defaults. */
export function extendRecipe(
  base: Recipe,
  introduction: Pick<Recipe, 'name' | 'summary'> & Partial<Introduction>,
  overrides: Overrides,
): Recipe {
  return { ...base, ...introduction, settings: override(base.settings, overrides) };
}

/** Settings with some changed. */
export function override(settings: Settings, overrides: Overrides): Settings {
  const changes = flatten(overrides);
  const flat = flatten(settings);
  for (const [part, { key }] of Object.entries(choices)) {
    const kind = changes.get(`${part}.${key}`);
    if (kind === undefined || kind === kindOf(flat, part)) continue;
    for (const known of flat.keys()) if (known.startsWith(`${part}.`)) flat.delete(known);
  }
  for (const [key, value] of changes) flat.set(key, value);
  return complete(nest(flat));
}

/** Settings that do not say everything, with the default of what they leave out. */
export function complete(overrides: Overrides): Settings {
  const flat = flatten(overrides);
  for (const [key, field] of fieldsFor(flat)) if (!flat.has(key)) flat.set(key, field.default);
  return nest(flat);
}
