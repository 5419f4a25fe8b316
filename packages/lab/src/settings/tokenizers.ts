import { COUNT, hasCode, type Options, RATE } from '@rnnlab/shared';
import { type SpecialTokenOptions, type Tokenizer, tokenizerTypes } from '@rnnlab/tokenizers';
import { LabError } from '../errors.js';
import { given } from './option.js';

/** Settings of every tokenizer, of how its ids are read. */
const READING = {
  maxLength: {
    ...COUNT,
    optional: true,
    description: 'Maximum tokens of a text: longer texts are truncated.',
  },
  readPadding: {
    type: 'boolean',
    default: false,
    description: 'Whether shorter texts are padded to maxLength without a mask: as an ablation.',
  },
} as const satisfies Options;

// Bytes have no unknown token that dropout could substitute.
const DROPOUT = {
  dropout: {
    ...RATE,
    default: 0,
    description:
      'Token dropout: share of tokens that are read as unknown while training, others in each epoch.',
  },
} as const satisfies Options;

const { byte, 'byte-pair': bytePair, character, word } = tokenizerTypes;

/** The tokenizers of @rnnlab/tokenizers that a recipe can name; the vocabulary is that of the training texts. */
export const tokenizers = {
  byte: { description: byte.description, options: { ...byte.options, ...READING } },
  'byte-pair': {
    description: bytePair.description,
    options: {
      ...bytePair.options,
      // The texts of recipes are small.
      vocabularySize: { ...bytePair.options.vocabularySize, default: 2000 },
      ...READING,
    },
  },
  character: {
    description: character.description,
    options: { ...character.options, ...READING, ...DROPOUT },
  },
  word: { description: word.description, options: { ...word.options, ...READING, ...DROPOUT } },
};

/**
 * Trains the tokenizer of a recipe.
 *
 * @param texts - Read once, so that they need not all be in memory.
 * @throws {LabError} When the settings leave no token for these texts.
 */
export function trainTokenizerOf(
  type: keyof typeof tokenizers,
  texts: Iterable<string>,
  values: object,
  special: SpecialTokenOptions = {},
): Tokenizer {
  const own = Object.entries(given(values)).filter(([name]) => name in tokenizerTypes[type].options);
  try {
    return tokenizerTypes[type].train(texts, { ...Object.fromEntries(own), ...special });
  } catch (error) {
    // A setting that leaves no token, for these texts: for the user to put right.
    if (!hasCode(error, 'RNNLAB_TOKENIZER')) throw error;
    // One long text comes in blocks, which nobody has counted.
    throw new LabError(
      (error as Error).message.replace(/ in the \d+ texts received/, ' in the training part'),
    );
  }
}
