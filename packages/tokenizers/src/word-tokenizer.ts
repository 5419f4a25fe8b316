import { checkOptions } from '@rnnlab/shared';
import { createTokenizer } from './create-tokenizer.js';
import { LIST_SPECIALS, tokenList } from './kinds/token-list.js';
import { word } from './kinds/word.js';
import { requireStrings } from './require-strings.js';
import { createSpecialTokens, SPECIAL_OPTIONS, type SpecialTokenOptions } from './special-tokens.js';
import { createNormalizer, TEXT_OPTIONS, type TextOptions } from './text/normalizer.js';
import { requireTokens } from './text/require-tokens.js';
import type { Tokenizer } from './tokenizer.js';
import { TokenizerError } from './tokenizer-error.js';
import { frequentTokens, type TrainingOptions } from './train.js';
import { createVocabulary } from './vocabulary.js';

/** A fixed list of words, and what happens to a text first. */
export interface WordTokenizerOptions extends TextOptions, SpecialTokenOptions {
  /** The words, in the order of their ids. They are normalized too; repetitions do not matter. */
  words: Iterable<string>;
}

/**
 * Makes a tokenizer over a known list of words. Ids: `[PAD]` 0, `[UNK]` 1, then further special tokens,
 * then the words as given.
 *
 * White space (Unicode White_Space) separates words and is not kept. Every punctuation mark or symbol (Unicode
 * categories P and S) is a token of its own: "don't" gives `don`, `'`, `t`. Whatever is between is one word.
 *
 * @param options `words`; `normalize` ('none'), `keep` (all), `lowercase` (false); `start`, `end`, `specialTokens` (none)
 * @throws TokenizerError for an impossible option, when the list is empty or an entry is not one word by these rules
 * @example
 * const tokenizer = wordTokenizer({ words: ['yes', 'no'], lowercase: true });
 * tokenizer.encode('Yes, no'); // Int32Array [2, 1, 3]
 */
export function wordTokenizer(options: WordTokenizerOptions): Tokenizer {
  checkOptions('wordTokenizer', options, ['words', ...TEXT_OPTIONS, ...SPECIAL_OPTIONS], TokenizerError);
  const specials = createSpecialTokens(options, LIST_SPECIALS);
  const { normalize } = createNormalizer(options);
  const words = new Set(requireStrings('Option words', options.words).map(normalize));
  requireTokens(word, words);
  for (const special of specials.tokens) words.delete(special);
  return createTokenizer(tokenList(word, createVocabulary(specials.tokens, words)), specials, options);
}

/**
 * Makes a tokenizer over the words of some texts, split as in `wordTokenizer`. Ids: `[PAD]` 0, `[UNK]` 1, then
 * further special tokens, then the words from most to least frequent, equally frequent ones by code point.
 *
 * @param texts the training texts, read once; empty ones are fine
 * @param options `normalize` ('none'), `keep` (all), `lowercase` (false); `minCount` (1), `maxSize` (no limit);
 * `start`, `end`, `specialTokens` (none)
 * @throws TokenizerError when `texts` is no list of strings, for an impossible option, or when no word is left
 */
export function trainWordTokenizer(texts: Iterable<string>, options: TrainingOptions = {}): Tokenizer {
  const { specials, tokens } = frequentTokens('trainWordTokenizer', word, texts, options);
  return createTokenizer(tokenList(word, createVocabulary(specials.tokens, tokens)), specials, options);
}
