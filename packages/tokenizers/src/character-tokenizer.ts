import { createTokenizer } from './create-tokenizer.js';
import { character } from './kinds/character.js';
import { LIST_SPECIALS, tokenList } from './kinds/token-list.js';
import { createSpecialTokens, type SpecialTokenOptions, type SpecialTokens } from './special-tokens.js';
import { compareCodePoints } from './text/code-points.js';
import { createNormaliser, type TextOptions } from './text/normaliser.js';
import { requireTokens } from './text/require-tokens.js';
import type { Tokenizer } from './tokenizer.js';
import { frequentTokens, type TrainingOptions } from './train.js';
import { createVocabulary } from './vocabulary.js';

/** A fixed alphabet, and what happens to a text first. */
export interface CharacterTokenizerOptions extends TextOptions, SpecialTokenOptions {
  /** The alphabet: one string, or several. It is normalised too; repetitions and order do not matter. */
  characters: string | Iterable<string>;
}

/**
 * Makes a tokenizer over a known alphabet. A character is a Unicode code point. Ids: `[PAD]` 0, `[UNK]` 1,
 * then further special tokens, then the characters by code point.
 *
 * @param options `characters`; `normalise` ('none'), `keep` (all), `lowercase` (false); `start`, `end`,
 * `specialTokens` (none)
 * @throws RangeError when the alphabet is empty or holds half a surrogate pair, or for an impossible option
 * @example
 * const binary = characterTokenizer({ characters: '01' });
 * binary.encode('0110'); // Int32Array [2, 3, 3, 2]
 */
export function characterTokenizer(options: CharacterTokenizerOptions): Tokenizer {
  const specials = createSpecialTokens(options, LIST_SPECIALS);
  const alphabet = [...options.characters].join('');
  const characters = new Set(createNormaliser(options).normalise(alphabet));
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
 * @param options `normalise` ('none'), `keep` (all), `lowercase` (false); `minCount` (1), `maxSize` (no limit);
 * `start`, `end`, `specialTokens` (none)
 * @throws TypeError when `texts` is a single string, or holds something else than strings
 * @throws RangeError for an impossible option, or when no character is left
 * @example
 * const tokenizer = trainCharacterTokenizer(['Ślusàrski', "O'Néàl"], { normalise: 'nfd-ascii' });
 * tokenizer.decode(tokenizer.encode('Össi')); // "Ossi"
 */
export function trainCharacterTokenizer(texts: Iterable<string>, options: TrainingOptions = {}): Tokenizer {
  const { specials, tokens } = frequentTokens(character, texts, options);
  return create(specials, tokens, options);
}

function create(specials: SpecialTokens, characters: string[], options: TextOptions): Tokenizer {
  const vocabulary = createVocabulary(specials.tokens, characters.sort(compareCodePoints));
  return createTokenizer(tokenList(character, vocabulary), specials, options);
}
