import { createTokenizer } from './create-tokenizer.js';
import { LIST_SPECIALS, tokenList } from './kinds/token-list.js';
import { word } from './kinds/word.js';
import { createSpecialTokens, type SpecialTokenOptions } from './special-tokens.js';
import { createNormaliser, type TextOptions } from './text/normaliser.js';
import { requireTokens } from './text/require-tokens.js';
import type { Tokenizer } from './tokenizer.js';
import { frequentTokens, type TrainingOptions } from './train.js';
import { createVocabulary } from './vocabulary.js';

/** A fixed list of words, and what happens to a text first. */
export interface WordTokenizerOptions extends TextOptions, SpecialTokenOptions {
  /** The words, in the order of their ids. They are normalised too; repetitions do not matter. */
  words: Iterable<string>;
}

/**
 * Makes a tokenizer over a known list of words. Ids: `[PAD]` 0, `[UNK]` 1, then further special tokens,
 * then the words as given.
 *
 * White space (Unicode White_Space) separates words and is not kept. Every punctuation mark or symbol (Unicode
 * categories P and S) is a token of its own: "don't" gives `don`, `'`, `t`. Whatever is between is one word.
 *
 * @param options `words`; `normalise` ('none'), `keep` (all), `lowercase` (false); `start`, `end`, `specialTokens` (none)
 * @throws RangeError for an impossible option, when the list is empty or an entry is not one word by these rules
 * @example
 * const tokenizer = wordTokenizer({ words: ['yes', 'no'], lowercase: true });
 * tokenizer.encode('Yes, no'); // Int32Array [2, 1, 3]
 */
export function wordTokenizer(options: WordTokenizerOptions): Tokenizer {
  const specials = createSpecialTokens(options, LIST_SPECIALS);
  const { normalise } = createNormaliser(options);
  const words = new Set([...options.words].map(normalise));
  requireTokens(word, words);
  for (const special of specials.tokens) words.delete(special);
  return createTokenizer(tokenList(word, createVocabulary(specials.tokens, words)), specials, options);
}

/**
 * Makes a tokenizer over the words of some texts, split as in `wordTokenizer`. Ids: `[PAD]` 0, `[UNK]` 1, then
 * further special tokens, then the words from most to least frequent, equally frequent ones by code point.
 *
 * @param texts the training texts, read once; empty ones are fine
 * @param options `normalise` ('none'), `keep` (all), `lowercase` (false); `minCount` (1), `maxSize` (no limit);
 * `start`, `end`, `specialTokens` (none)
 * @throws TypeError when `texts` is a single string, or holds something else than strings
 * @throws RangeError for an impossible option, or when no word is left
 */
export function trainWordTokenizer(texts: Iterable<string>, options: TrainingOptions = {}): Tokenizer {
  const { specials, tokens } = frequentTokens(word, texts, options);
  return createTokenizer(tokenList(word, createVocabulary(specials.tokens, tokens)), specials, options);
}
