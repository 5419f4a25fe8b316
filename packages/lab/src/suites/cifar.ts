import { FILTERS1, FILTERS2 } from '../recipes/cifar.js';
import type { Suite } from './suite.js';

const optimizers = {
  'cifar-grid-70-100': 'momentum .9',
  'cifar-momentum': 'momentum .1',
  'cifar-rmsprop': 'RMSProp',
  'cifar-adam': 'Adam',
  'cifar-dropout': 'dropout .5',
};

/** Convolutions give what comes before their activation. */
const layers = {
  conv1: 'conv1, before its ReLU',
  pool1: 'pool1',
  conv2: 'conv2, before its ReLU',
  pool2: 'pool2',
};

export const cifar: Suite = {
  name: 'cifar',
  title: 'CIFAR-10 CNN',
  summary: 'What is in a photograph of 32 × 32 pixels?',
  report: 'report 004, part A',
  data: 'cifar10',
  curves: [
    {
      name: 'model',
      title: 'The CNN of the report, and a better one',
      recipes: {
        'cifar-cnn': '50 and 60 filters',
        'cifar-cnn-augmented': 'the same, augmented',
        'cifar-stacked': '3 × 3, augmented',
      },
    },
    { name: 'optimizers', title: 'Optimizers, 70 and 100 filters', recipes: optimizers },
  ],
  confusions: ['cifar-cnn', 'cifar-stacked'],
  images: ['cifar-cnn', 'cifar-stacked'],
  features: [{ recipe: 'cifar-cnn', layers }],
  bars: [
    {
      name: 'optimizers-best',
      title: 'Best accuracy by optimizer',
      recipes: optimizers,
      measure: 'best validation accuracy',
    },
  ],
  grids: [
    {
      name: 'grid',
      title: 'Accuracy by the number of filters',
      measure: 'best validation accuracy',
      x: { label: 'conv2 filters', values: FILTERS2 },
      y: { label: 'conv1 filters', values: FILTERS1 },
      recipe: (x, y) => `cifar-grid-${y}-${x}`,
    },
  ],
};
