import { resolve } from 'node:path';
import { shown } from '@rnnlab/shared';
import { LabError } from '../error.js';
import { datasets } from '../families/datasets/index.js';
import { checkSettings, requireKnown } from './check.js';
import { override } from './override.js';
import type { Overrides, Recipe, Settings } from './recipe.js';
import { applySettings } from './set.js';

/** Settings that are to be others: as an object, or each as text, as in `['model.units=64', 'epochs=3']`. */
export type SettingChanges = Overrides | readonly string[];

/**
 * The settings of a recipe with some changed. A part that gets another kind, as `{ optimizer: { type: 'sgd' } }`, has the
 * defaults of that kind otherwise.
 *
 * @param data - A path to read from: the folder of the recipe's dataset where it has one, a text file, or a folder of
 *   `<Label>.txt` files in the place of the recipe's own.
 * @throws LabError for a setting that there is not, with the nearest one, and for a value that it does not take.
 */
export function changeSettings(
  { name, settings }: Pick<Recipe, 'name' | 'settings'>,
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
