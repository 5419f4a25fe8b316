import { binaryAddition } from './binary-addition.js';
import { cifar10Small } from './cifar10-small.js';
import { dbpediaMedium } from './dbpedia-medium.js';
import { labelFolder } from './label-folder.js';
import { mnist } from './mnist.js';
import { names } from './names.js';
import { pytorchNames } from './pytorch-names.js';
import { pytorchSurnames } from './pytorch-surnames.js';
import { renderedDigits } from './rendered-digits.js';
import { sequenceRecall } from './sequence-recall.js';
import { starTrek } from './star-trek.js';
import { surnames } from './surnames.js';
import { text } from './text.js';
import { tinyShakespeare } from './tiny-shakespeare.js';

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
