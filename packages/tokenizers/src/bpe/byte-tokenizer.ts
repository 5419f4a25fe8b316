import { checkOptions, shown } from '@rnnlab/shared';
import { TokenizerError } from '../errors.js';
import {
  createSpecialTokens,
  PAD,
  SPECIAL_OPTIONS,
  type SpecialTokenOptions,
  type SpecialTokens,
} from '../special-tokens.js';
import { TEXT_OPTIONS, type TextOptions } from '../text/normalizer.js';
import { createTokenizer, type Tokenizer } from '../tokenizer.js';
import { createVocabulary } from '../vocabulary.js';
import { BYTE_CHARACTERS, byteLevelBpe, CHARACTER_BYTES } from './byte-level-bpe.js';
import { splitPatterns } from './split-patterns.js';

/** Options of a byte tokenizer: normalization and special tokens. */
export interface ByteTokenizerOptions extends TextOptions, SpecialTokenOptions {}

/**
 * Makes a tokenizer of UTF-8 bytes: every text can be encoded, nothing is unknown, and without a normalization
 * decoding gives the text back. Ids: `[PAD]` 0, then further special tokens, then the 256 bytes in their order. So
 * without further special tokens the id of a byte is the byte plus 1.
 *
 * Half a surrogate pair has no bytes and becomes U+FFFD.
 *
 * @param options - Normalization and special tokens.
 * @throws {TokenizerError} For an invalid option.
 * @example
 * byteTokenizer().encode('é'); // Int32Array [196, 170]
 */
export function byteTokenizer(options: ByteTokenizerOptions = {}): Tokenizer {
  checkOptions('byteTokenizer', options, [...TEXT_OPTIONS, ...SPECIAL_OPTIONS], TokenizerError);
  const specials = byteSpecials(options);
  const vocabulary = createVocabulary(specials.tokens, BYTE_CHARACTERS);
  return createTokenizer(
    byteLevelBpe(vocabulary, specials.tokens, [], splitPatterns.none),
    specials,
    options,
  );
}

/** Makes the special tokens of a tokenizer over bytes; one that is the name of a byte is an error. */
export function byteSpecials(options: SpecialTokenOptions): SpecialTokens {
  const specials = createSpecialTokens(options, [PAD]);
  const byte = specials.tokens.find((token) => CHARACTER_BYTES.has(token));
  if (byte === undefined) return specials;
  throw new TokenizerError(
    `A special token beside bytes must have at least two characters, received ${shown(byte)}.`,
  );
}
