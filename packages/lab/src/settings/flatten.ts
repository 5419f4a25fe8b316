import type { Option } from '@rnnlab/shared';
import { defaultOf } from './option.js';
import { choices, hasPart, type Overrides, order, plainOptions, type Settings } from './settings.js';

/** Settings by their dotted keys: `model.units`. */
export type Flat = Map<string, unknown>;

/** The options that settings have, given the kinds they have chosen, by dotted keys in the order of a recipe. */
export function optionsFor(flat: Flat): Map<string, Option> {
  const options = new Map<string, Option>();
  const dataset = kindOf(flat, 'dataset');
  for (const key of order) {
    if (!hasPart(dataset, key)) continue;
    const choice = choices[key];
    if (!choice) {
      options.set(key, plainOptions[key as keyof typeof plainOptions]);
      continue;
    }
    const kind = kindOf(flat, key);
    const { description, kinds, fallback } = choice;
    options.set(`${key}.${choice.key}`, { enum: Object.keys(kinds), default: fallback, description });
    const own = Object.hasOwn(kinds, kind) ? kinds[kind]!.options : {};
    for (const [name, option] of Object.entries(own)) options.set(`${key}.${name}`, option);
  }
  return options;
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
  for (const key of optionsFor(flat).keys()) {
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
  for (const [key, option] of optionsFor(flat)) if (!flat.has(key)) flat.set(key, defaultOf(option));
  return nest(flat);
}
