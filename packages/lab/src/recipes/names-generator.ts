import { defineRecipe, extendRecipe } from './define.js';
import type { Recipe } from './recipe.js';

const protocol =
  'Surnames, each once in a language; 80 % to train on, 10 % choose the epoch, 10 % for the test. The model reads a ' +
  'symbol for the language, then the letters.';
const references = [
  { measure: 'test nats per character', source: 'not in the reports' },
  { measure: 'share of new lines', source: 'not in the reports' },
];

const base = defineRecipe(
  { name: 'names-generator', summary: 'Write surnames of a language that do not exist yet', unit: 'name' },
  {
    dataset: { type: 'surnames' },
    tokenizer: { type: 'character', normalize: 'nfc', minCount: 2 },
    model: {
      preset: 'language-model',
      ...{ cell: 'lstm', units: 200, layers: 1, embedding: 32, dropout: 0.4, embeddingDropout: 0.1 },
    },
    optimizer: { type: 'adam', clipGlobalNorm: 1 },
    learningRate: 0.004,
    learningRateScaling: 'none',
    schedule: { type: 'cosine', warmup: 0.05 },
    batch: 64,
    epochs: 25,
    monitor: 'validationLoss',
    samples: { count: 8, length: 30, temperature: 0.8 },
  },
);

/** A character model that is told the language first. */
export const namesGenerator: readonly Recipe[] = [
  {
    ...base,
    experiment: { suite: 'language-models', protocol, references },
    quick: {
      overrides: { epochs: 6, batch: 16, learningRate: 0.01, model: { preset: 'language-model', units: 64 } },
      least: { 'test accuracy': 0.3, 'share of new lines': 0.5 },
    },
  },
  extendRecipe(
    base,
    {
      name: 'names-generator-18',
      summary: 'Write surnames of 18 languages that do not exist yet',
      experiment: { suite: 'names', protocol, references },
    },
    { dataset: { type: 'pytorch-surnames' } },
  ),
];
