import { defineTokenizer, textFields } from './tokenizer.js';

// Bytes leave nothing unknown that could stand in a token's place.
const { minCount: _, maxSize: __, dropout: ___, ...fields } = textFields;

export const byte = defineTokenizer({
  doc: 'One id for each byte of UTF-8: nothing is unknown',
  fields,
  async train(_texts, { normalize, lowercase }, special) {
    return (await import('@rnnlab/tokenizers')).byteTokenizer({ normalize, lowercase, ...special });
  },
});
