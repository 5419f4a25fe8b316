import { hasCode } from '@rnnlab/shared';
import { LabError } from '../error.js';
import type { Settings } from '../recipes/recipe.js';
import { taskOf } from '../tasks/index.js';
import type { Data } from '../tasks/task.js';

/**
 * The data of a recipe.
 *
 * @throws LabError if they cannot be loaded, or the task does not go with the loss.
 */
export async function loadData(settings: Settings): Promise<Data> {
  const { losses, name, load } = taskOf(settings);
  if (!losses.includes(settings.loss.type)) {
    throw new LabError(
      `loss.type must be ${losses.join(' or ')} for ${name.replace('-', ' ')}, received "${settings.loss.type}".`,
    );
  }
  try {
    return await load(settings);
  } catch (error) {
    if (!hasCode(error, 'RNNLAB_DATASET')) throw error;
    throw new LabError((error as Error).message, { option: 'data', cause: error });
  }
}
