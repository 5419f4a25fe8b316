import { characters, optional } from '../../fields/kinds.js';
import { defineTokenizer, textFields, textOptions } from './tokenizer.js';

export const character = defineTokenizer({
  doc: 'One id for each character',
  fields: {
    ...textFields,
    keep: optional(characters('Characters that are read; all others are dropped.')),
  },
  train: async (texts, { keep, ...values }, special) =>
    (await import('@rnnlab/tokenizers')).trainCharacterTokenizer(texts, {
      ...textOptions(values),
      ...(keep !== null && { keep }),
      ...special,
    }),
});
