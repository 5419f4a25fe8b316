import { defineRecipe, extendRecipe, type Recipe, type Reference } from './recipe.js';

const base = defineRecipe(
  { name: 'mnist-rows', summary: 'Which digit is it, read row by row?', unit: 'image' },
  {
    dataset: { type: 'mnist' },
    model: { preset: 'row-classifier', dropout: 0.3 },
    optimizer: { type: 'adam', globalClipNorm: 1 },
    learningRate: 0.004,
    learningRateScaling: 'none',
    schedule: { type: 'cosine', warmup: 0.15 },
    batchSize: 128,
    epochs: 12,
    monitor: 'validationAccuracy',
  },
);

const cells = ['rnn', 'lstm', 'gru'] as const;
const sizes = [
  { name: '64', units: 64, layers: 1 },
  { name: '128', units: 128, layers: 1 },
  { name: '64x2', units: 64, layers: 2 },
] as const;

const bestPublic: Readonly<Record<string, number>> = {
  'rnn-128': 0.973,
  'lstm-128': 0.989,
  'birnn-128': 0.9836,
};

function rowRecipe(
  cell: (typeof cells)[number],
  { name: size, units, layers }: (typeof sizes)[number],
  both: boolean,
): Recipe {
  const model = `${both ? 'bi' : ''}${cell}-${size}`;
  const reference: Reference = {
    measure: 'test accuracy',
    source: 'report 001, question 1: curves only',
    ...(model === 'lstm-128' && { reported: 0.95, aim: 0.99 }),
    ...(bestPublic[model] !== undefined && { bestPublic: bestPublic[model] }),
  };
  return extendRecipe(
    base,
    {
      name: `mnist-rows-${model}`,
      summary: `MNIST row by row: ${both ? 'bidirectional ' : ''}${cell.toUpperCase()} of ${layers > 1 ? '(64, 64)' : units}`,
      experiment: {
        suite: 'mnist-rows',
        protocol:
          '28 steps of 28 pixels; 55,000 images to train on, 5,000 choose the best of 12 epochs, all 10,000 test images. ' +
          `Adam .004 with a warm-up and a cosine, batch 128, dropout .3 before the last layer${both ? '; the mean over the steps is read, of which both directions have seen all' : ''}.`,
        ...(both && { flaw: 'The report speaks of bidirectional models, but its code never ran one.' }),
        references: [reference],
      },
      ...(model === 'lstm-64' && {
        quick: {
          overrides: {
            dataset: { type: 'rendered-digits', train: 3000, validation: 300, test: 500 },
            epochs: 3,
          },
          minimums: { 'test accuracy': 0.6 },
        },
      }),
    },
    {
      model: {
        preset: 'row-classifier',
        cell,
        units,
        layers,
        bidirectional: both,
        pool: both ? 'mean' : 'last',
      },
    },
  );
}

/** MNIST rows as a sequence: report 001. */
export const mnistRows: readonly Recipe[] = [false, true].flatMap((both) =>
  cells.flatMap((cell) => sizes.map((size) => rowRecipe(cell, size, both))),
);
