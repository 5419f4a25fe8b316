import { flag, rate, wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';
import { recurrentFields } from './recurrent-fields.js';

const { bidirectional: _, ...fields } = recurrentFields;

export const languageModel = definePreset({
  doc: 'Tokens → recurrent layers → the next token, in every step',
  reads: 'tokens',
  fields: {
    ...fields,
    embedding: wholeNumber("Entries of a token's trained vector; 0 reads one-hot tokens.", 0, { from: 0 }),
    tied: flag("Whether the logits are products with the tokens' vectors.", false),
    dropout: rate('Share of entries dropped between recurrent layers and before the logits.', 0),
    embeddingDropout: rate("Share of entries dropped from the tokens' vectors.", 0),
    recurrentDropout: rate(
      'Share of the state dropped where it enters a product, the same for all steps.',
      0,
    ),
    variational: flag('Whether every dropout is the same for all steps.', false),
  },
  spec: async ({ input: { vocabulary } }, values) =>
    (await import('@rnnlab/models')).languageModel({ vocabulary, ...values }),
});
