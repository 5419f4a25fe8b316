import { hasCode } from '@rnnlab/shared';
import type { TaskName } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import { LabError } from '../errors.js';
import type { Settings } from '../settings/settings.js';
import { binaryAddition } from './binary-addition.js';
import { imageClassification } from './image-classification.js';
import { languageModelTask } from './language-model.js';
import { sequenceRecall } from './sequence-recall.js';
import type { Data, Task } from './task.js';
import { textClassification } from './text-classification.js';

const tasks: { readonly [Name in TaskName]: Task<Name> } = {
  'binary-addition': binaryAddition,
  'image-classification': imageClassification,
  'language-model': languageModelTask,
  'sequence-recall': sequenceRecall,
  'text-classification': textClassification,
};

/** Finds the task of settings, which follows from their dataset. */
export const taskOf = ({ dataset }: Settings): Task => tasks[datasets[dataset.type].task] as unknown as Task;

/**
 * Loads the data of a recipe.
 *
 * @throws {LabError} If they cannot be loaded, or the task does not go with the loss.
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
