import { checkOptions } from '@rnnlab/shared';
import { createTokenizer } from './create-tokenizer.js';
import { character } from './kinds/character.js';
import { LIST_SPECIALS, tokenList } from './kinds/token-list.js';
import { requireStrings } from './require-strings.js';
import {
  createSpecialTokens,
  SPECIAL_OPTIONS,
  type SpecialTokenOptions,
  type SpecialTokens,
} from './special-tokens.js';
import { compareCodePoints } from './text/code-points.js';
import { createNormalizer, TEXT_OPTIONS, type TextOptions } from './text/normalizer.js';
import { requireTokens } from './text/require-tokens.js';
import type { Tokenizer } from './tokenizer.js';
import { TokenizerError } from './tokenizer-error.js';
import { frequentTokens, type TrainingOptions } from './train.js';
import { createVocabulary } from './vocabulary.js';

/** A fixed alphabet, and what happens to a text first. */
export interface CharacterTokenizerOptions extends TextOptions, SpecialTokenOptions {
  /** The alphabet: one string, or several. It is normalized too; repetitions and order do not matter. */
  characters: string | Iterable<string>;
}

/**
 * Makes a tokenizer over a known alphabet. A character is a Unicode code point. Ids: `[PAD]` 0, `[UNK]` 1,
 * then further special tokens, then the characters by code point.
 *
 * @param options `characters`; `normalize` ('none'), `keep` (all), `lowercase` (false); `start`, `end`,
 * `specialTokens` (none)
 * @throws TokenizerError when the alphabet is empty or holds half a surrogate pair, or for an impossible option
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
  const specials = createSpecialTokens(options, LIST_SPECIALS);
  const { characters: given } = options;
  const alphabet = typeof given === 'string' ? given : requireStrings('Option characters', given).join('');
  const characters = new Set(createNormalizer(options).normalize(alphabet));
  requireTokens(character, characters);
  for (const special of specials.tokens) characters.delete(special);
  return create(specials, [...characters], options);
}

/**
 * Makes a tokenizer over the characters of some texts. A character is a Unicode code point. Ids: `[PAD]` 0,
 * `[UNK]` 1, then further special tokens, then the characters by code point, so that the same texts in any order
 * give the same ids.
 *
 * @param texts the training texts, read once; empty ones are fine
 * @param options `normalize` ('none'), `keep` (all), `lowercase` (false); `minCount` (1), `maxSize` (no limit);
 * `start`, `end`, `specialTokens` (none)
 * @throws TokenizerError when `texts` is no list of strings, for an impossible option, or when no character is left
 * @example
 * const tokenizer = trainCharacterTokenizer(['Ślusàrski', "O'Néàl"], { normalize: 'nfd-ascii' });
 * tokenizer.decode(tokenizer.encode('Össi')); // "Ossi"
 */
export function trainCharacterTokenizer(texts: Iterable<string>, options: TrainingOptions = {}): Tokenizer {
  const { specials, tokens } = frequentTokens('trainCharacterTokenizer', character, texts, options);
  return create(specials, tokens, options);
}

function create(specials: SpecialTokens, characters: string[], options: TextOptions): Tokenizer {
  const vocabulary = createVocabulary(specials.tokens, characters.sort(compareCodePoints));
  return createTokenizer(tokenList(character, vocabulary), specials, options);
}
