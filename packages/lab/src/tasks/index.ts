import type { TaskName } from '../families/datasets/dataset.js';
import { datasets } from '../families/datasets/index.js';
import type { Settings } from '../recipes/recipe.js';
import { binaryAddition } from './binary-addition.js';
import { imageClassification } from './image-classification.js';
import { languageModel } from './language-model.js';
import { sequenceRecall } from './sequence-recall.js';
import type { Task } from './task.js';
import { textClassification } from './text-classification.js';

const tasks: { readonly [Name in TaskName]: Task<Name> } = {
  'binary-addition': binaryAddition,
  'image-classification': imageClassification,
  'language-model': languageModel,
  'sequence-recall': sequenceRecall,
  'text-classification': textClassification,
};

/** The task of settings, which follows from their dataset. */
export const taskOf = ({ dataset }: Settings): Task => tasks[datasets[dataset.type].task] as unknown as Task;
