import { createTokenizer } from './create-tokenizer.js';
import { word } from './kinds/word.js';
import { createNormaliser, type TextOptions } from './text/normaliser.js';
import { requireTokens } from './text/require-tokens.js';
import type { Tokenizer } from './tokenizer.js';
import { frequentTokens, type TrainingOptions } from './train.js';
import { createVocabulary } from './vocabulary.js';

/** A fixed list of words, and what happens to a text first. */
export interface WordTokenizerOptions extends TextOptions {
  /** The words, in the order of their ids. They are normalised too; repetitions do not matter. */
  words: Iterable<string>;
}

/**
 * Makes a tokenizer over a known list of words. Ids: `[PAD]` 0, `[UNK]` 1, then the words as given.
 *
 * White space (Unicode White_Space) separates words and is not kept. Every punctuation mark or symbol (Unicode
 * categories P and S) is a token of its own: "don't" gives `don`, `'`, `t`. Whatever is between is one word.
 *
 * @throws RangeError when the list is empty or an entry is not one word by these rules
 * @example
 * const tokenizer = wordTokenizer({ words: ['yes', 'no'], lowercase: true });
 * tokenizer.encode('Yes, no'); // Int32Array [2, 1, 3]
 */
export function wordTokenizer(options: WordTokenizerOptions): Tokenizer {
  const { normalise } = createNormaliser(options);
  const words = new Set([...options.words].map(normalise));
  requireTokens(word, words);
  return createTokenizer(word, createVocabulary(words), options);
}

/**
 * Makes a tokenizer over the words of some texts, split as in `wordTokenizer`. Ids: `[PAD]` 0, `[UNK]` 1, then
 * the words from most to least frequent, equally frequent ones by code point.
 *
 * @param texts the training texts, read once; empty ones are fine
 * @param options `normalise` ('none'), `lowercase` (false), `minCount` (1), `maxSize` (no limit)
 * @throws TypeError when `texts` is a single string, or holds something else than strings
 * @throws RangeError for an impossible option, or when no word is left
 */
export function trainWordTokenizer(texts: Iterable<string>, options: TrainingOptions = {}): Tokenizer {
  return createTokenizer(word, createVocabulary(frequentTokens(word, texts, options)), options);
}
