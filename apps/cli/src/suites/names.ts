import type { Suite } from './suite.js';

export const names: Suite = {
  name: 'names',
  title: 'Names → language',
  summary: 'Which language is a surname from?',
  report: 'reports 000 and 002',
  data: 'names',
  curves: [
    {
      name: 'batches',
      title: 'Batches of 1, 10 and 30',
      recipes: { 'names-batch-1': 'batch 1', 'names-batch-10': 'batch 10', 'names-batch-30': 'batch 30' },
    },
    {
      name: 'sizes',
      title: 'Sizes of report 002',
      recipes: {
        'names-lstm-200x1': '200, 1 layer',
        'names-lstm-300x1': '300, 1 layer',
        'names-lstm-200x2': '200, 2 layers',
        'names-lstm-300x2': '300, 2 layers',
      },
    },
    {
      name: 'balanced',
      title: 'Every language the same weight',
      recipes: {
        'names-balanced-lstm-64x1': '64, 1 layer',
        'names-balanced-lstm-256x1': '256, 1 layer',
        'names-balanced-lstm-64x2': '64, 2 layers',
        'names-balanced-lstm-256x2': '256, 2 layers',
      },
    },
  ],
  samples: ['names-18'],
  confusions: ['names-18', 'names-balanced-lstm-128x1'],
};
