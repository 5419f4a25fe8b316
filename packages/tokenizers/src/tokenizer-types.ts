import { COUNT, type Options } from '@rnnlab/shared';
import { trainBpeTokenizer } from './bpe/bpe-tokenizer.js';
import { byteTokenizer } from './bpe/byte-tokenizer.js';
import { trainCharacterTokenizer } from './character-tokenizer.js';
import type { SpecialTokenOptions } from './special-tokens.js';
import { NORMALIZATIONS, type TextOptions } from './text/normalizer.js';
import type { Tokenizer } from './tokenizer.js';
import type { TrainingOptions } from './training.js';
import { trainWordTokenizer } from './word-tokenizer.js';

/** A type of tokenizer: the options that can be chosen, and how a vocabulary is trained with them. */
export interface TokenizerType<O extends Options = Options> {
  /** Its tokens, in a few words. */
  readonly description: string;
  readonly options: O;
  /**
   * Trains a vocabulary.
   *
   * @param texts - Read once, so that they need not all be in memory.
   * @throws {TokenizerError} For an invalid option, and when no token is left.
   */
  train(texts: Iterable<string>, options: TrainingOptions): Tokenizer;
}

const typed = <const O extends Options>(type: TokenizerType<O>): TokenizerType<O> => type;

const TEXT = {
  normalize: {
    enum: NORMALIZATIONS,
    default: 'none',
    description: 'Unicode normalization; nfd-ascii drops accents and all that is not ASCII.',
  },
  lowercase: { type: 'boolean', default: false, description: 'Whether texts are lowercased.' },
} as const satisfies Options;

const VOCABULARY = {
  minFrequency: { ...COUNT, default: 1, description: 'Minimum frequency of a token in the vocabulary.' },
  vocabularySize: {
    type: 'integer',
    minimum: 3,
    optional: true,
    description: 'Maximum size of the vocabulary, special tokens included.',
  },
} as const satisfies Options;

const KEEP = {
  type: 'string',
  minLength: 1,
  expected: 'one or more characters',
  optional: true,
  description: 'Characters to keep; all others are dropped.',
} as const;

/** Types of tokenizers, by the name a recipe uses. */
export const tokenizerTypes = {
  byte: typed({
    description: 'One token for each byte of UTF-8: nothing is unknown',
    options: TEXT,
    train: (_texts, options: TextOptions & SpecialTokenOptions) => byteTokenizer(options),
  }),
  'byte-pair': typed({
    description: 'Byte-pair encoding: frequent sequences of bytes are merged to subwords',
    options: {
      ...TEXT,
      minFrequency: { ...COUNT, default: 2, description: 'Minimum frequency of a pair to be merged.' },
      vocabularySize: {
        type: 'integer',
        minimum: 260,
        default: 30_000,
        description: 'Maximum size of the vocabulary, the 256 bytes and special tokens included.',
      },
    },
    train: trainBpeTokenizer,
  }),
  character: typed({
    description: 'One token for each character',
    options: { ...TEXT, ...VOCABULARY, keep: KEEP },
    train: trainCharacterTokenizer,
  }),
  word: typed({
    description: 'One token for each word or punctuation mark',
    options: { ...TEXT, ...VOCABULARY },
    train: trainWordTokenizer,
  }),
};
