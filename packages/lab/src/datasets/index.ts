import { cifar10Small, mnist, renderedDigits } from './images.js';
import { pytorchSurnames, starTrek, surnames, text, tinyShakespeare } from './language-modeling.js';
import { binaryAddition, sequenceRecall } from './sequences.js';
import { dbpediaMedium, labelFolder, names, pytorchNames } from './text-classification.js';

/** Every dataset a recipe can name. */
export const datasets = {
  'binary-addition': binaryAddition,
  'cifar10-small': cifar10Small,
  'dbpedia-medium': dbpediaMedium,
  'label-folder': labelFolder,
  mnist,
  names,
  'pytorch-names': pytorchNames,
  'pytorch-surnames': pytorchSurnames,
  'rendered-digits': renderedDigits,
  'sequence-recall': sequenceRecall,
  'star-trek': starTrek,
  surnames,
  text,
  'tiny-shakespeare': tinyShakespeare,
};
