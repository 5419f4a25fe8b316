import type { ModelSpec } from '@rnnlab/models';
import type { Case } from './case.js';

const characters = (cell: 'lstm' | 'gru', units: number): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 65 },
  layers: [
    { type: 'embedding', units: 64 },
    { type: 'recurrent', cell, units, layers: 2 },
    { type: 'dense', units: 65 },
  ],
});

/** Character models with a prediction at every step: long products. */
export const languageModels: Case[] = [
  {
    name: 'lm-lstm200x2',
    doc: 'character model: 2 × LSTM-200',
    spec: characters('lstm', 200),
    batch: 64,
    steps: 100,
  },
  {
    name: 'lm-lstm512x2',
    doc: 'character model: 2 × LSTM-512',
    spec: characters('lstm', 512),
    batch: 64,
    steps: 50,
  },
  {
    name: 'lm-gru512x2',
    doc: 'character model: 2 × GRU-512',
    spec: characters('gru', 512),
    batch: 64,
    steps: 50,
  },
];
