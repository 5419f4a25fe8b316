import { fieldsFor, flatten, kindOf, nest } from './flat.js';
import type { Overrides, Settings } from './recipe.js';
import { choices } from './schema.js';

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
