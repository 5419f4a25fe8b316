import { FILTERS1, FILTERS2 } from '../recipes/cifar.js';
import type { Suite } from './suite.js';

const optimisers = {
  'cifar-grid-70-100': 'momentum .9',
  'cifar-momentum': 'momentum .1',
  'cifar-rmsprop': 'RMSProp',
  'cifar-adam': 'Adam',
  'cifar-dropout': 'momentum .9, dropout',
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
      title: 'The report’s model, and a better one',
      recipes: {
        'cifar-cnn': '50 and 60 filters',
        'cifar-cnn-augmented': 'the same, augmented',
        'cifar-stacked': '3 × 3, augmented',
      },
    },
    { name: 'optimisers', title: 'Optimisers, 70 and 100 filters', recipes: optimisers },
  ],
  confusions: ['cifar-cnn', 'cifar-stacked'],
  bars: [
    {
      name: 'optimisers-best',
      title: 'Best accuracy by optimiser',
      recipes: optimisers,
      measure: 'best validation accuracy',
    },
  ],
  grids: [
    {
      name: 'grid',
      title: 'Accuracy by the number of filters',
      measure: 'best validation accuracy',
      x: { label: 'filters of the second convolution', values: FILTERS2 },
      y: { label: 'filters of the first convolution', values: FILTERS1 },
      recipe: (x, y) => `cifar-grid-${y}-${x}`,
    },
  ],
};
