import { rate, wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';
import { dropout, pool, recurrentFields } from './recurrent-fields.js';

export const sequenceClassifier = definePreset({
  doc: 'Tokens → recurrent layers → one step or all → one class',
  reads: 'tokens',
  fields: {
    ...recurrentFields,
    embedding: wholeNumber("Entries of a token's trained vector; 0 for one-hot vectors.", 0, { from: 0 }),
    pool,
    dropout,
    embeddingDropout: rate("Share of the entries of tokens' vectors that are dropped.", 0),
    recurrentDropout: rate('Share of the state that is dropped, the same in all steps.', 0),
  },
  spec: async ({ input: { vocabulary }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceClassifier({ vocabulary, classes: outputs, ...values }),
});
