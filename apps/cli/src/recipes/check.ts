import { suggestion } from '@rnnlab/shared';
import { UsageError } from '../errors/usage-error.js';
import { type Field, written } from '../fields/field.js';
import { type Flat, fieldsFor, flatten, kindOf } from './flat.js';
import type { Settings } from './recipe.js';
import { choices } from './schema.js';

/**
 * Checks settings that were read or put together.
 *
 * @throws UsageError for a key that does not exist, or a value that a key does not take.
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

/** @param shown - The value as it was typed. */
export function checkValue(key: string, field: Field, value: unknown, shown = written(value)): void {
  if (field.accepts(value)) return;
  const received = value === undefined || shown === '' ? 'nothing' : `"${shown.slice(0, 40)}"`;
  throw new UsageError(`${key} must be ${field.expected}, received ${received}.`);
}

/** The error for a key that a recipe does not have. */
export function unknownKey(key: string, flat: Flat, recipe: string): UsageError {
  const [part = '', name = ''] = key.split('.');
  const choice = choices[part];
  const owners = Object.entries(choice?.members ?? {}).filter(([, { fields }]) =>
    Object.hasOwn(fields, name),
  );
  if (choice && owners.length > 0) {
    const kinds = owners.map(([kind]) => `${part}.${choice.key}=${kind}`).join(' or ');
    return new UsageError(`${key} needs ${kinds}, but ${part}.${choice.key} is ${kindOf(flat, part)}.`);
  }
  const keys = [...fieldsFor(flat).keys()];
  const hint = suggestion(key, keys);
  // The whole list would be a page: help shows it with what each key means.
  const near = hint.startsWith('; the nearest') ? hint : '';
  return new UsageError(
    `The recipe ${recipe} has no key "${key}"${near}; \`rnnlab train ${recipe} --help\` lists all keys.`,
  );
}
