import { definePreset } from './preset.js';
import { dropout, pool, recurrentFields } from './recurrent-fields.js';

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
