import { LabError } from '../error.js';
import type { Settings } from '../recipes/recipe.js';
import { taskOf } from '../tasks/index.js';
import type { Data } from '../tasks/task.js';

/**
 * The data of a recipe.
 *
 * @throws DatasetError if they cannot be loaded, LabError if the task does not go with the loss.
 */
export async function loadData(settings: Settings): Promise<Data> {
  const { losses, name, load } = taskOf(settings);
  if (!losses.includes(settings.loss.type)) {
    throw new LabError(
      `loss.type must be ${losses.join(' or ')} for ${name.replace('-', ' ')}, received "${settings.loss.type}".`,
    );
  }
  return load(settings);
}
