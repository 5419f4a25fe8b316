import type { ModelSpec } from '@rnnlab/models';
import type { Case } from './case.js';

const rows = (units: number, bidirectional: boolean): ModelSpec => ({
  input: { type: 'sequence', features: 28 },
  layers: [
    { type: 'recurrent', cell: 'lstm', units, bidirectional },
    { type: 'last' },
    { type: 'dense', units: 10 },
  ],
});

const shape = { batch: 128, steps: 28 };

/** MNIST images, a row of pixels a time step. */
export const mnist: Case[] = [
  { name: 'mnist-lstm64', doc: 'MNIST rows: LSTM-64', spec: rows(64, false), ...shape },
  { name: 'mnist-lstm128', doc: 'MNIST rows: LSTM-128', spec: rows(128, false), ...shape },
  { name: 'mnist-bilstm128', doc: 'MNIST rows: bidirectional LSTM-128', spec: rows(128, true), ...shape },
];
