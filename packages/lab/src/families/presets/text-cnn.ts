import { LabError } from '../../error.js';
import { rate, wholeNumber } from '../../fields/kinds.js';
import { definePreset } from './preset.js';

export const textCnn = definePreset({
  doc: 'Tokens → two convolutions over time with max-pools → one class',
  reads: 'tokens',
  fields: {
    embedding: wholeNumber("Entries of a token's trained vector; 0 for one-hot vectors.", 0, { from: 0 }),
    filters: wholeNumber('Filters of either convolution.', 10),
    size: wholeNumber('Tokens a filter reads.', 20),
    dropout: rate('Share of entries dropped before the last layer.', 0),
  },
  async spec({ input: { vocabulary, steps }, outputs }, values) {
    if (steps === undefined) {
      throw new LabError(
        'model.preset=text-cnn reads texts of one length: set tokenizer.maxLength, as in 100.',
      );
    }
    return (await import('@rnnlab/models')).textCnn({ vocabulary, steps, classes: outputs, ...values });
  },
});
