import { checkOptions } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import {
  createSpecialTokens,
  SPECIAL_OPTIONS,
  type SpecialTokenOptions,
  type SpecialTokens,
} from './special-tokens.js';
import { createNormalizer, TEXT_OPTIONS, type TextOptions } from './text/normalizer.js';
import { compareCodePoints } from './text/unicode.js';
import { createTokenizer, type Tokenizer } from './tokenizer.js';
import { frequentTokens, type TrainingOptions } from './training.js';
import { createVocabulary, type Vocabulary } from './vocabulary.js';
import {
  requireStrings,
  requireUnits,
  type TokenUnit,
  UNKNOWN_ID,
  WORD_LEVEL_SPECIALS,
  wordLevelCodec,
} from './word-level.js';

/** Options of a character tokenizer over a known alphabet. */
export interface CharacterTokenizerOptions extends TextOptions, SpecialTokenOptions {
  /** The alphabet: one string, or several. It is normalized too; repetitions and order do not matter. */
  characters: string | Iterable<string>;
}

/**
 * Makes a character tokenizer over a known alphabet. A character is a Unicode code point. Ids: `[PAD]` 0, `[UNK]` 1,
 * then further special tokens, then the characters by code point.
 *
 * @param options - `characters`, the alphabet; normalization and special tokens.
 * @throws {TokenizerError} When the alphabet is empty or has half a surrogate pair, or for an invalid option.
 * @example
 * const binary = characterTokenizer({ characters: '01' });
 * binary.encode('0110'); // Int32Array [2, 3, 3, 2]
 */
export function characterTokenizer(options: CharacterTokenizerOptions): Tokenizer {
  checkOptions(
    'characterTokenizer',
    options,
    ['characters', ...TEXT_OPTIONS, ...SPECIAL_OPTIONS],
    TokenizerError,
  );
  const specials = createSpecialTokens(options, WORD_LEVEL_SPECIALS);
  const { characters: given } = options;
  const alphabet = typeof given === 'string' ? given : requireStrings('Option characters', given).join('');
  const characters = new Set(createNormalizer(options).normalize(alphabet));
  requireUnits(characterUnit, characters);
  for (const special of specials.tokens) characters.delete(special);
  return create(specials, [...characters], options);
}

/**
 * Trains a character tokenizer: its vocabulary is the characters of some texts. A character is a Unicode code point. Ids: `[PAD]` 0,
 * `[UNK]` 1, then further special tokens, then the characters by code point, so that the same texts in any order
 * give the same ids.
 *
 * @param texts - The training texts, read once; empty ones are fine.
 * @param options - Size of the vocabulary, normalization and special tokens.
 * @throws {TokenizerError} When `texts` is no list of strings, for an invalid option, or when no character is left.
 * @example
 * const tokenizer = trainCharacterTokenizer(['Ślusàrski', "O'Néàl"], { normalize: 'nfd-ascii' });
 * tokenizer.decode(tokenizer.encode('Össi')); // "Ossi"
 */
export function trainCharacterTokenizer(texts: Iterable<string>, options: TrainingOptions = {}): Tokenizer {
  const { specials, tokens } = frequentTokens('trainCharacterTokenizer', characterUnit, texts, options);
  return create(specials, tokens, options);
}

function create(specials: SpecialTokens, characters: string[], options: TextOptions): Tokenizer {
  const vocabulary = createVocabulary(specials.tokens, characters.sort(compareCodePoints));
  return createTokenizer(wordLevelCodec(characterUnit, vocabulary), specials, options);
}

/** One token per Unicode code point. */
export const characterUnit: TokenUnit = {
  name: 'character',
  separator: '',
  preTokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
  decoder: { type: 'Fuse' },
  split: (text) => [...text],
  encoder: characterEncoder,
};

function characterEncoder(vocabulary: Vocabulary): (text: string) => Int32Array {
  // A table indexed by UTF-16 unit is several times faster than a map of strings; the few characters
  // above U+FFFF go through a map.
  const table = new Int32Array(0x10000).fill(UNKNOWN_ID);
  const above = new Map<number, number>();
  for (const [id, token] of vocabulary.tokens.entries()) {
    const codePoint = token.codePointAt(0)!;
    if (token.length !== (codePoint < 0x10000 ? 1 : 2)) continue;
    if (codePoint < 0x10000) table[codePoint] = id;
    else above.set(codePoint, id);
  }
  return (text) => {
    const ids = new Int32Array(text.length);
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0xd800 || unit > 0xdbff) {
        ids[length++] = table[unit]!;
        continue;
      }
      const codePoint = text.codePointAt(i)!;
      if (codePoint > 0xffff) i++;
      ids[length++] = above.get(codePoint) ?? UNKNOWN_ID;
    }
    return length === ids.length ? ids : ids.slice(0, length);
  };
}
