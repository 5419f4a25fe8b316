import { shown, suggestion } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import type { Field } from './field.js';
import { type Flat, fieldsFor, flatten, kindOf } from './flatten.js';
import { choices, type Overrides, type Settings } from './settings.js';

/**
 * Checks settings that were read or put together.
 *
 * @throws {LabError} For a key that does not exist, or a value that a key does not take.
 */
export function checkSettings(settings: Settings, recipe: string): void {
  const flat = flatten(settings);
  const fields = fieldsFor(flat);
  for (const [key, value] of flat) {
    const field = fields.get(key);
    if (!field) throw unknownKey(key, flat, recipe);
    checkValue(key, field, value);
  }
  for (const [key, field] of fields) checkValue(key, field, flat.get(key));
}

/** @throws {LabError} For a setting that the recipe does not have with what was chosen. */
export function requireKnown(recipe: string, changes: Overrides, settings: Settings): void {
  const flat = flatten(settings);
  const fields = fieldsFor(flat);
  for (const key of flatten(changes).keys()) if (!fields.has(key)) throw unknownKey(key, flat, recipe);
}

/** @param typed - The value as it was typed, or as it is. */
export function checkValue(key: string, field: Field, value: unknown, typed = value): void {
  if (field.accepts(value)) return;
  const received = value === undefined || typed === '' ? 'nothing' : shown(typed);
  throw new LabError(`${key} must be ${field.expected}, received ${received}.`, { option: key });
}

/** The error for a key that a recipe does not have. */
export function unknownKey(key: string, flat: Flat, recipe: string): LabError {
  const [part = '', name = ''] = key.split('.');
  const choice = choices[part];
  const owners = Object.entries(choice?.members ?? {}).filter(([, { fields }]) =>
    Object.hasOwn(fields, name),
  );
  if (choice && owners.length > 0) {
    const kinds = owners.map(([kind]) => `${part}.${choice.key}=${kind}`).join(' or ');
    return new LabError(`${key} needs ${kinds}, but ${part}.${choice.key} is ${kindOf(flat, part)}.`, {
      option: 'settings',
    });
  }
  const keys = [...fieldsFor(flat).keys()];
  const hint = suggestion(key, keys);
  // The whole list would be a page.
  const near = hint.startsWith('; the nearest') ? hint : '';
  return new LabError(`The recipe ${recipe} has no setting "${key}"${near}.`, { option: 'settings' });
}
