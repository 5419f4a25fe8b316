import type { Field } from '../fields/field.js';
import { oneOf } from '../fields/kinds.js';
import type { Overrides, Settings } from './recipe.js';
import { choices, hasPart, order, plainFields } from './schema.js';

/** Settings by their dotted keys: `model.units`. */
export type Flat = Map<string, unknown>;

/** The fields that settings have, given the kinds they have chosen, in the order of a recipe. */
export function fieldsFor(flat: Flat): Map<string, Field> {
  const fields = new Map<string, Field>();
  const dataset = kindOf(flat, 'dataset');
  for (const key of order) {
    if (!hasPart(dataset, key)) continue;
    const choice = choices[key];
    if (!choice) {
      fields.set(key, plainFields[key]!);
      continue;
    }
    const kind = kindOf(flat, key);
    fields.set(`${key}.${choice.key}`, oneOf(choice.doc, Object.keys(choice.members), choice.fallback));
    const own = Object.hasOwn(choice.members, kind) ? choice.members[kind]!.fields : {};
    for (const [name, field] of Object.entries(own)) fields.set(`${key}.${name}`, field);
  }
  return fields;
}

/** The kind a part has chosen: `adam` for `optimizer`. */
export function kindOf(flat: Flat, part: string): string {
  const { key, fallback } = choices[part]!;
  return String(flat.get(`${part}.${key}`) ?? fallback);
}

export function flatten(settings: Overrides): Flat {
  const flat: Flat = new Map();
  const walk = (value: unknown, prefix: string): void => {
    for (const [key, inner] of Object.entries(value as object)) {
      if (inner !== null && typeof inner === 'object' && !Array.isArray(inner))
        walk(inner, `${prefix}${key}.`);
      else if (inner !== undefined) flat.set(prefix + key, inner);
    }
  };
  walk(settings, '');
  return flat;
}

/** Settings as nested objects, in the order of a recipe. */
export function nest(flat: Flat): Settings {
  const settings: Record<string, unknown> = {};
  for (const key of fieldsFor(flat).keys()) {
    const [part, name] = key.split('.') as [string, string?];
    if (name === undefined) settings[part] = flat.get(key);
    else settings[part] = { ...(settings[part] as object), [name]: flat.get(key) };
  }
  return settings as unknown as Settings;
}
