import { sequenceClassifier } from '@rnnlab/models';
import type { Case } from './case.js';

/** Characters or words of a text, 15 classes as the report counts them. */
const classes = 15;
const shape = { batch: 128, steps: 100 };
const words = { vocabulary: 20_000, embedding: 20, units: 20, classes };

/** DBpedia texts by recurrent networks of 20 units: many short steps. */
export const texts: Case[] = [
  {
    name: 'char-gru20',
    doc: 'DBpedia texts: GRU-20 over one-hot characters',
    spec: sequenceClassifier({ vocabulary: 256, cell: 'gru', units: 20, classes }),
    ...shape,
  },
  {
    name: 'word-gru20',
    doc: 'DBpedia texts: GRU-20 over embedded words',
    spec: sequenceClassifier({ ...words, cell: 'gru' }),
    ...shape,
  },
  {
    name: 'word-lstm20',
    doc: 'DBpedia texts: LSTM-20 over embedded words',
    spec: sequenceClassifier({ ...words, cell: 'lstm' }),
    ...shape,
  },
];
