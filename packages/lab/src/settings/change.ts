import { resolve } from 'node:path';
import { shown } from '@rnnlab/shared';
import { datasets } from '../datasets/index.js';
import { LabError } from '../errors.js';
import { checkSettings, requireKnown, unknownKey } from './check.js';
import { flatten, optionsFor, override } from './flatten.js';
import { checkValue, parseSetting } from './option.js';
import { choices, type Overrides, type Settings } from './settings.js';

/** Changes to settings: as an object, or as texts such as `['model.units=64', 'epochs=3']`. */
export type SettingChanges = Overrides | readonly string[];

/**
 * Changes settings of a recipe. A part of another type, as `{ optimizer: { type: 'sgd' } }`, has the defaults of that type
 * otherwise.
 *
 * @param data - Path of the data: the folder of the recipe's dataset where it has one, or instead a text file or a folder
 *   of `<Label>.txt` files.
 * @throws {LabError} For an unknown setting, with the nearest one, and for a value that it does not take.
 */
export function changeSettings(
  { name, settings }: { name: string; settings: Settings },
  changes: SettingChanges = {},
  data?: string,
): Settings {
  if (typeof changes !== 'object' || changes === null) {
    throw new LabError(
      `settings must be an object, or a list as in ['epochs=3'], received ${shown(changes)}.`,
      { option: 'settings' },
    );
  }
  const changed = isText(changes) ? applySettings({ name, settings }, changes) : override(settings, changes);
  const read = data === undefined ? changed : override(changed, { dataset: datasetAt(name, changed, data) });
  if (!isText(changes)) requireKnown(name, changes, read);
  checkSettings(read, name);
  return absolutePaths(read);
}

const isText = (changes: SettingChanges): changes is readonly string[] => Array.isArray(changes);

function datasetAt(name: string, { dataset }: Settings, data: string): NonNullable<Overrides['dataset']> {
  if ('folder' in dataset) return { type: dataset.type, folder: data };
  if ('path' in dataset) return { type: dataset.type, path: data } as NonNullable<Overrides['dataset']>;
  if (datasets[dataset.type].task === 'text-classification') return { type: 'label-folder', path: data };
  throw new LabError(`The recipe ${name} generates its data: leave data out.`, { option: 'data' });
}

/** The dataset as a run stores it: paths no longer depend on the folder in which the program runs. */
function absolutePaths(settings: Settings): Settings {
  const { dataset } = settings;
  if ('path' in dataset && dataset.path !== null) {
    return { ...settings, dataset: { ...dataset, path: resolve(dataset.path) } as typeof dataset };
  }
  if ('folder' in dataset && dataset.folder !== null) {
    return { ...settings, dataset: { ...dataset, folder: resolve(dataset.folder) } };
  }
  return settings;
}

/**
 * The settings of a recipe after some `key=value`, in any order; the last of equal keys wins.
 *
 * @throws {LabError} For an assignment without `=`, an unknown key (with the nearest one) or a value that the
 * key does not take.
 */
export function applySettings(
  recipe: { name: string; settings: Settings },
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
  const option = optionsFor(flat).get(key);
  if (!option) throw unknownKey(key, flat, recipe);
  const value = parseSetting(option, text);
  checkValue(key, option, value, text);
  const [part = '', name] = key.split('.');
  return override(
    settings,
    (name === undefined ? { [part]: value } : { [part]: { [name]: value } }) as Overrides,
  );
}
