import { phaseOf } from '../task/phases.js';
import { defineRecipe, extendRecipe, override } from './define.js';
import type { Recipe } from './recipe.js';

/** The 77 characters of report 003. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:!?'[]()/+-=";

const protocol =
  '28,344 lines to train on, 727 choose the epoch, 7,268 (a fifth) for the test, drawn by line; 77 characters and an end ' +
  'symbol. “After the first” leaves out the first character of each line, which the report never predicts. ';

const base = defineRecipe(
  { name: 'startrek', summary: 'Write lines of Star Trek, character by character', unit: 'line' },
  {
    dataset: { type: 'star-trek' },
    split: { fractions: [0.78, 0.02, 0.2] },
    tokenizer: { type: 'character', keep: ALPHABET },
    model: { preset: 'language-model', cell: 'lstm', units: 200, layers: 2 },
    optimiser: { type: 'adam', clipGlobalNorm: 1 },
    learningRate: 0.003,
    learningRateScaling: 'none',
    schedule: { type: 'cosine', warmup: 0.02 },
    batch: 32,
    epochs: 16,
    monitor: 'validationLoss',
    samples: { starts: 'KSKSKS' },
  },
);

/** Phase two of the report: on from there with a lower rate that falls to a tenth after each epoch. */
const phases = [
  phaseOf(
    override(base.settings, { learningRate: 0.0003, schedule: { type: 'step', factor: 0.1 }, epochs: 3 }),
  ),
];

/** The character model of report 003, and that of the assignment's template. */
export const startrek: readonly Recipe[] = [
  extendRecipe(
    base,
    {
      name: 'startrek',
      summary: 'Write lines of Star Trek: 2 × LSTM of 200',
      phases,
      experiment: {
        suite: 'startrek',
        protocol,
        references: [
          {
            measure: 'test nats per character after the first',
            reported: 2.22,
            lower: true,
            source: 'report 003',
          },
        ],
      },
    },
    {},
  ),
  extendRecipe(
    base,
    {
      name: 'startrek-3x200',
      summary: 'Write lines of Star Trek: 3 × LSTM of 200, dropout .1',
      phases,
      experiment: {
        suite: 'startrek',
        protocol,
        references: [
          {
            measure: 'test nats per character after the first',
            bestPublic: 1.067,
            aim: 1.05,
            lower: true,
            source: 'report 003',
          },
          { measure: 'test accuracy after the first', bestPublic: 0.684, aim: 0.69, source: 'report 003' },
        ],
      },
    },
    { model: { preset: 'language-model', layers: 3, dropout: 0.1 } },
  ),
];
