import { resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.js';
import type { Settings } from '../recipes/recipe.js';
import { taskOf } from '../tasks/index.js';
import type { Data } from '../tasks/task.js';

/**
 * The data of a recipe.
 *
 * @throws DatasetError if they cannot be loaded, UsageError if the task does not go with the loss.
 */
export async function loadData(settings: Settings): Promise<Data> {
  const { losses, name, load } = taskOf(settings);
  if (!losses.includes(settings.loss.type)) {
    throw new UsageError(
      `loss.type must be ${losses.join(' or ')} for ${name.replace('-', ' ')}, received "${settings.loss.type}".`,
    );
  }
  return load(settings);
}

/** The dataset as a run stores it: paths no longer depend on the folder in which the command was typed. */
export function absolutePaths(settings: Settings): Settings {
  const { dataset } = settings;
  if ('path' in dataset) {
    const { path } = dataset;
    return path === null
      ? settings
      : { ...settings, dataset: { ...dataset, path: resolve(path) } as typeof dataset };
  }
  if (!('folder' in dataset) || dataset.folder === null) return settings;
  return { ...settings, dataset: { ...dataset, folder: resolve(dataset.folder) } };
}
