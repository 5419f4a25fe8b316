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

/** Special tokens that a task needs. */
export type SpecialTokens = SpecialTokenOptions;

/** A tokenizer that a recipe can name; its vocabulary is that of the training texts. */
export interface TokenizerMember<F extends Fields = Fields> extends Member {
  readonly fields: F;
  /** @param texts - Read once, so that they need not all be in memory. */
  train(texts: Iterable<string>, values: ValuesOf<F>, special?: SpecialTokens): Promise<Tokenizer>;
}

const defineTokenizer = <F extends Fields>(member: TokenizerMember<F>): TokenizerMember<F> => ({
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
const textFields = {
  normalize: oneOf(
    'Unicode normalization; nfd-ascii drops accents and all that is not ASCII.',
    ['none', 'nfc', 'nfd-ascii'],
    'none',
  ),
  lowercase: flag('Whether texts are lowercased.', false),
  minCount: wholeNumber('Minimum count of a token in the vocabulary.', 1),
  maxLength: optional(wholeNumber('Maximum tokens of a text: longer texts are truncated.', 1)),
  readPadding: flag('Whether shorter texts are padded to maxLength without a mask: as an ablation.', false),
  dropout: rate(
    'Token dropout: share of tokens that are read as unknown while training, others in each epoch.',
    0,
  ),
  maxSize: optional(wholeNumber('Maximum size of the vocabulary, special tokens included.', 3, { from: 3 })),
};

/** Settings as options of the tokenizers, without those that are `none`. */
const textOptions = ({
  maxSize,
  maxLength: _,
  readPadding: __,
  dropout: ___,
  ...rest
}: Omit<ValuesOf<typeof textFields>, 'dropout'> & { dropout?: number }) => ({
  ...rest,
  ...(maxSize !== null && { maxSize }),
});

const character = defineTokenizer({
  doc: 'One token for each character',
  fields: {
    ...textFields,
    keep: optional(characters('Characters to keep; all others are dropped.')),
  },
  train: async (texts, { keep, ...values }, special) =>
    (await import('@rnnlab/tokenizers')).trainCharacterTokenizer(texts, {
      ...textOptions(values),
      ...(keep !== null && { keep }),
      ...special,
    }),
});

const word = defineTokenizer({
  doc: 'One token for each word or punctuation mark',
  fields: textFields,
  train: async (texts, values, special) =>
    (await import('@rnnlab/tokenizers')).trainWordTokenizer(texts, { ...textOptions(values), ...special }),
});

// Bytes have no unknown token that dropout could substitute.
const { minCount: _minCount, maxSize: _maxSize, dropout: _dropout, ...byteFields } = textFields;

const byte = defineTokenizer({
  doc: 'One token for each byte of UTF-8: nothing is unknown',
  fields: byteFields,
  async train(_texts, { normalize, lowercase }, special) {
    return (await import('@rnnlab/tokenizers')).byteTokenizer({ normalize, lowercase, ...special });
  },
});

// Bytes have no unknown token that dropout could substitute.
const { dropout: _noDropout, ...bytePairFields } = textFields;

const bytePair = defineTokenizer({
  doc: 'Byte-pair encoding: frequent sequences of bytes are merged to subwords',
  fields: {
    ...bytePairFields,
    minCount: wholeNumber('Minimum count of a pair to be merged.', 2),
    maxSize: wholeNumber('Maximum size of the vocabulary, the 256 bytes and special tokens included.', 2000, {
      from: 260,
    }),
  },
  train: async (texts, values, special) =>
    (await import('@rnnlab/tokenizers')).trainBpeTokenizer(texts, { ...textOptions(values), ...special }),
});

/** Every tokenizer a recipe can name. */
export const tokenizers = { byte, 'byte-pair': bytePair, character, word };
