import { sequenceClassifier } from '@rnnlab/models';
import type { Case } from './case.js';

const languages = (units: number) => sequenceClassifier({ vocabulary: 57, classes: 18, cell: 'lstm', units });

/** Surnames by their characters, 18 languages. */
export const names: Case[] = [
  {
    name: 'names-lstm128',
    doc: 'names → language: LSTM-128 over one-hot characters',
    spec: languages(128),
    batch: 32,
    steps: 12,
  },
  {
    name: 'names-lstm64-b1',
    doc: 'names → language, one name at a time: what a step costs beside its arithmetic',
    spec: languages(64),
    batch: 1,
    steps: 8,
  },
];
