import { type Field, oneOf } from './field.js';
import { choices, hasPart, type Overrides, order, plainFields, type Settings } from './settings.js';

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

/** Flattens nested settings to dotted keys. */
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
function nest(flat: Flat): Settings {
  const settings: Record<string, unknown> = {};
  for (const key of fieldsFor(flat).keys()) {
    const [part, name] = key.split('.') as [string, string?];
    if (name === undefined) settings[part] = flat.get(key);
    else settings[part] = { ...(settings[part] as object), [name]: flat.get(key) };
  }
  return settings as unknown as Settings;
}

/** Overrides some settings. */
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

/** Completes settings with defaults. */
export function complete(overrides: Overrides): Settings {
  const flat = flatten(overrides);
  for (const [key, field] of fieldsFor(flat)) if (!flat.has(key)) flat.set(key, field.default);
  return nest(flat);
}
