import { wholeNumber } from '../../fields/kinds.js';
import { defineTokenizer, textFields, textOptions } from './tokenizer.js';

// Bytes leave nothing unknown that could stand in a token's place.
const { dropout: _, ...fields } = textFields;

export const bytePair = defineTokenizer({
  doc: 'Bytes that often stand together are one id: parts of words',
  fields: {
    ...fields,
    minCount: wholeNumber('How often a pair must occur to be made one.', 2),
    maxSize: wholeNumber('Most ids of the vocabulary, the 256 bytes and the special ones included.', 2000, {
      from: 260,
    }),
  },
  train: async (texts, values, special) =>
    (await import('@rnnlab/tokenizers')).trainBpeTokenizer(texts, { ...textOptions(values), ...special }),
});
