import { defineTokenizer, textFields, textOptions } from './tokenizer.js';

export const character = defineTokenizer({
  doc: 'One id for each character',
  fields: textFields,
  train: async (texts, values) =>
    (await import('@rnnlab/tokenizers')).trainCharacterTokenizer(texts, textOptions(values)),
});
