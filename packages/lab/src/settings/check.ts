import { suggestion } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { type Flat, flatten, kindOf, optionsFor } from './flatten.js';
import { checkValue } from './option.js';
import { choices, type Overrides, type Settings } from './settings.js';

/**
 * Checks settings that were read or put together.
 *
 * @throws {LabError} For a key that does not exist, or a value that a key does not take.
 */
export function checkSettings(settings: Settings, recipe: string): void {
  const flat = flatten(settings);
  const options = optionsFor(flat);
  for (const [key, value] of flat) {
    const option = options.get(key);
    if (!option) throw unknownKey(key, flat, recipe);
    checkValue(key, option, value);
  }
  for (const [key, option] of options) checkValue(key, option, flat.get(key));
}

/** @throws {LabError} For a setting that the recipe does not have with what was chosen. */
export function requireKnown(recipe: string, changes: Overrides, settings: Settings): void {
  const flat = flatten(settings);
  const options = optionsFor(flat);
  for (const key of flatten(changes).keys()) if (!options.has(key)) throw unknownKey(key, flat, recipe);
}

/** The error for a key that a recipe does not have. */
export function unknownKey(key: string, flat: Flat, recipe: string): LabError {
  const [part = '', name = ''] = key.split('.');
  const choice = choices[part];
  const owners = Object.entries(choice?.kinds ?? {}).filter(([, { options }]) =>
    Object.hasOwn(options, name),
  );
  if (choice && owners.length > 0) {
    const kinds = owners.map(([kind]) => `${part}.${choice.key}=${kind}`).join(' or ');
    return new LabError(`${key} needs ${kinds}, but ${part}.${choice.key} is ${kindOf(flat, part)}.`, {
      option: 'settings',
    });
  }
  const keys = [...optionsFor(flat).keys()];
  const hint = suggestion(key, keys);
  // The whole list would be a page.
  const near = hint.startsWith('; the nearest') ? hint : '';
  return new LabError(`The recipe ${recipe} has no setting "${key}"${near}.`, { option: 'settings' });
}
