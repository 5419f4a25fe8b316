import { hasCode } from '@rnnlab/shared';
import type { SpecialTokenOptions, Tokenizer } from '@rnnlab/tokenizers';
import { LabError } from '../errors.js';
import {
  characters,
  type Fields,
  flag,
  type Member,
  oneOf,
  optional,
  rate,
  type ValuesOf,
  wholeNumber,
} from './field.js';

/** Tokens that no text gives by itself, where a task needs some. */
export type SpecialTokens = SpecialTokenOptions;

/** A tokenizer of a recipe, whose vocabulary is that of the training texts. */
export interface TokenizerMember<F extends Fields = Fields> extends Member {
  readonly fields: F;
  /** @param texts - Read once, so that they need not all be in memory. */
  train(texts: Iterable<string>, values: ValuesOf<F>, special?: SpecialTokens): Promise<Tokenizer>;
}

export const defineTokenizer = <F extends Fields>(member: TokenizerMember<F>): TokenizerMember<F> => ({
  ...member,
  async train(texts, values, special) {
    try {
      return await member.train(texts, values, special);
    } catch (error) {
      // A setting that leaves no token, for these texts: for the user to put right.
      if (!hasCode(error, 'RNNLAB_TOKENIZER')) throw error;
      // One long text comes in blocks, which nobody has counted.
      throw new LabError(
        (error as Error).message.replace(/ in the \d+ texts received/, ' in the training part'),
      );
    }
  },
});

/** Settings of every tokenizer. */
export const textFields = {
  normalize: oneOf('How characters are made plain.', ['none', 'nfc', 'nfd-ascii'], 'none'),
  lowercase: flag('Whether capitals become small letters.', false),
  minCount: wholeNumber('How often a token must occur to get an id of its own.', 1),
  maxLength: optional(wholeNumber('Tokens of a text that are read, the first ones.', 1)),
  readPadding: flag(
    'Whether shorter texts are filled up to maxLength, and the filling is read like text: as an ablation.',
    false,
  ),
  dropout: rate('Share of tokens that are read as unknown while training, others in each epoch.', 0),
  maxSize: optional(wholeNumber('Most ids of the vocabulary, the special ones included.', 3, { from: 3 })),
};

/** Settings with `none` left out, as the tokenizers take them. */
export const textOptions = ({
  maxSize,
  maxLength: _,
  readPadding: __,
  dropout: ___,
  ...rest
}: Omit<ValuesOf<typeof textFields>, 'dropout'> & { dropout?: number }) => ({
  ...rest,
  ...(maxSize !== null && { maxSize }),
});

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

export const word = defineTokenizer({
  doc: 'One id for each word or punctuation mark',
  fields: textFields,
  train: async (texts, values, special) =>
    (await import('@rnnlab/tokenizers')).trainWordTokenizer(texts, { ...textOptions(values), ...special }),
});

// Bytes leave nothing unknown that could stand in a token's place.
const { minCount: _minCount, maxSize: _maxSize, dropout: _dropout, ...byteFields } = textFields;

export const byte = defineTokenizer({
  doc: 'One id for each byte of UTF-8: nothing is unknown',
  fields: byteFields,
  async train(_texts, { normalize, lowercase }, special) {
    return (await import('@rnnlab/tokenizers')).byteTokenizer({ normalize, lowercase, ...special });
  },
});

// Bytes leave nothing unknown that could stand in a token's place.
const { dropout: _noDropout, ...bytePairFields } = textFields;

export const bytePair = defineTokenizer({
  doc: 'Bytes that often stand together are one id: parts of words',
  fields: {
    ...bytePairFields,
    minCount: wholeNumber('How often a pair must occur to be made one.', 2),
    maxSize: wholeNumber('Most ids of the vocabulary, the 256 bytes and the special ones included.', 2000, {
      from: 260,
    }),
  },
  train: async (texts, values, special) =>
    (await import('@rnnlab/tokenizers')).trainBpeTokenizer(texts, { ...textOptions(values), ...special }),
});

/** Every tokenizer a recipe can name. */
export const tokenizers = { byte, 'byte-pair': bytePair, character, word };
