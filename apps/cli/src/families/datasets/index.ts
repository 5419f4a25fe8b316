import { binaryAddition } from './binary-addition.js';
import { labelFolder } from './label-folder.js';
import { mnist } from './mnist.js';
import { names } from './names.js';
import { pytorchNames } from './pytorch-names.js';
import { renderedDigits } from './rendered-digits.js';
import { sequenceRecall } from './sequence-recall.js';

/** Every dataset a recipe can name. */
export const datasets = {
  'binary-addition': binaryAddition,
  'label-folder': labelFolder,
  mnist,
  names,
  'pytorch-names': pytorchNames,
  'rendered-digits': renderedDigits,
  'sequence-recall': sequenceRecall,
};
