import { wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';
import { dropout, recurrentFields } from './recurrent-fields.js';

export const sequenceClassifier = definePreset({
  doc: 'Tokens → recurrent layers → last step → one class',
  reads: 'tokens',
  fields: {
    ...recurrentFields,
    embedding: wholeNumber("Entries of a token's trained vector; 0 for one-hot vectors.", 0, { from: 0 }),
    dropout,
  },
  spec: async ({ input: { vocabulary }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceClassifier({ vocabulary, classes: outputs, ...values }),
});
