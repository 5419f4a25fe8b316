import { defineTokenizer, textFields, textOptions } from './tokenizer.js';

export const word = defineTokenizer({
  doc: 'One id for each word or punctuation mark',
  fields: textFields,
  train: async (texts, values, special) =>
    (await import('@rnnlab/tokenizers')).trainWordTokenizer(texts, { ...textOptions(values), ...special }),
});
