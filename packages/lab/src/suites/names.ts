import type { Suite } from './suite.js';

/** Recipes of some sizes, with what each is called. */
const bySize = (prefix: string, units: readonly number[]): Record<string, string> =>
  Object.fromEntries(
    [1, 2].flatMap((count) =>
      units.map((size) => [`names-${prefix}lstm-${size}x${count}`, `${count} × ${size}`]),
    ),
  );

const balanced = bySize('balanced-', [64, 128, 256]);
const sizes = bySize('', [200, 250, 300]);
const sizesOf = (count: number): Record<string, string> =>
  Object.fromEntries(Object.entries(sizes).filter(([recipe]) => recipe.endsWith(`x${count}`)));
const batches = Object.fromEntries(
  [10, 20, 30, 40].map((size) => [`names-lstm-200x1-batch-${size}`, `1 × 200, batch ${size}`]),
);

export const names: Suite = {
  name: 'names',
  title: 'Names → language',
  summary: 'Which language is a surname from?',
  report: 'reports 000 and 002',
  data: 'names',
  curves: [
    {
      name: 'batches',
      title: 'LSTM-128 in batches of 1, 10 and 30',
      recipes: { 'names-batch-1': 'batch 1', 'names-batch-10': 'batch 10', 'names-batch-30': 'batch 30' },
    },
    { name: 'sizes-1', title: 'One layer, sizes of report 002', recipes: sizesOf(1) },
    { name: 'sizes-2', title: 'Two layers, sizes of report 002', recipes: sizesOf(2) },
    {
      name: 'sizes-of-batches',
      title: 'LSTM-200 in batches of report 002',
      recipes: batches,
    },
  ],
  losses: [
    { name: 'balanced-loss', title: 'Every language the same weight: training loss', recipes: balanced },
  ],
  bars: [
    {
      name: 'balanced-accuracy',
      title: 'Every language the same weight, as in report 000',
      recipes: balanced,
      measure: 'balanced training accuracy',
    },
    {
      name: 'report-002',
      title: 'Sizes and batches of report 002',
      recipes: { ...sizes, ...batches },
      measure: 'test accuracy',
    },
  ],
  samples: ['names-18-bilstm'],
  confusions: ['names-18-bilstm', 'names-18', 'names-balanced-lstm-128x1'],
};
