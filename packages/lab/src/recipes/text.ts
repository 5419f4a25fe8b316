import { defineRecipe } from './define.js';

/** A language model of any text: a file, a folder, a column, a field. */
export const text = defineRecipe(
  { name: 'text', summary: 'Write like any text that you have', unit: 'character' },
  {
    dataset: { type: 'text' },
    split: { fractions: [0.9, 0.05, 0.05] },
    tokenizer: { type: 'character', minCount: 2 },
    model: { preset: 'language-model', cell: 'lstm', units: 256, layers: 2, embedding: 64, dropout: 0.2 },
    optimizer: { type: 'adam', clipGlobalNorm: 1 },
    learningRate: 0.003,
    learningRateScaling: 'none',
    schedule: { type: 'cosine', warmup: 0.02 },
    batch: 32,
    window: 64,
    epochs: 10,
    monitor: 'validationLoss',
  },
);
