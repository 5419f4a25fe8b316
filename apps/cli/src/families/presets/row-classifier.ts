import { oneOf } from '../../fields/kinds.js';
import { definePreset } from './preset.js';
import { dropout, recurrentFields } from './recurrent-fields.js';

const pool = oneOf('Which steps the class is read from.', ['last', 'mean', 'max'], 'last');

export const rowClassifier = definePreset({
  doc: 'The rows of an image, or other vectors → recurrent layers → one step or all → one class',
  reads: 'sequence',
  fields: {
    ...recurrentFields,
    pool,
    dropout,
  },
  spec: async ({ input: { features }, outputs }, values) =>
    (await import('@rnnlab/models')).rowClassifier({ features, classes: outputs, ...values }),
});
