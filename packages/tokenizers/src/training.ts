import { checkOptions, checkValue, shown, wholeNumber } from '@rnnlab/shared';
import { TokenizerError } from './errors.js';
import {
  createSpecialTokens,
  SPECIAL_OPTIONS,
  type SpecialTokenOptions,
  type SpecialTokens,
  specialTokenSplitter,
} from './special-tokens.js';
import { createNormalizer, TEXT_OPTIONS, type TextOptions } from './text/normalizer.js';
import { compareCodePoints, detachedCopy, hasLoneSurrogate } from './text/unicode.js';
import { type TokenUnit, WORD_LEVEL_SPECIALS } from './word-level.js';

export const TRAINING_OPTIONS = [
  ...TEXT_OPTIONS,
  ...SPECIAL_OPTIONS,
  'minFrequency',
  'vocabularySize',
] as const;

/** Options of training a vocabulary on texts. */
export interface TrainingOptions extends TextOptions, SpecialTokenOptions {
  /** The minimum frequency of a token. Default: 1. */
  minFrequency?: number | undefined;
  /** The maximum size of the vocabulary, special tokens included; the most frequent tokens stay. Default: no limit. */
  vocabularySize?: number | undefined;
}

/**
 * Selects the tokens of `texts` by `minFrequency` and `vocabularySize`, most frequent first, ties by code point; and makes the
 * special tokens.
 *
 * @param what - The function that was called, for error messages.
 * @throws {TokenizerError} When `texts` is no list of strings, for an invalid option, or when no token is left.
 */
export function frequentTokens(
  what: string,
  unit: TokenUnit,
  texts: Iterable<string>,
  options: TrainingOptions,
): { tokens: string[]; specials: SpecialTokens } {
  checkOptions(what, options, TRAINING_OPTIONS, TokenizerError);
  const { minFrequency = 1, vocabularySize = Number.POSITIVE_INFINITY } = options;
  const specials = createSpecialTokens(options, WORD_LEVEL_SPECIALS);
  checkValue('Option minFrequency', minFrequency, wholeNumber(1), TokenizerError);
  if (vocabularySize !== Number.POSITIVE_INFINITY) {
    checkValue(
      'Option vocabularySize',
      vocabularySize,
      wholeNumber(specials.tokens.length + 1),
      TokenizerError,
    );
  }
  const { counts, textCount } = countTokens(texts, specials, options, unit.split);
  const tokens = [...counts]
    .filter(([token, count]) => count >= minFrequency && !hasLoneSurrogate(token))
    .filter(([token]) => !specials.tokens.includes(token))
    .sort(([a, m], [b, n]) => n - m || compareCodePoints(a, b))
    .slice(0, vocabularySize - specials.tokens.length)
    .map(([token]) => detachedCopy(token));
  if (textCount === 0) {
    throw new TokenizerError(`Cannot train a ${unit.name} tokenizer: the list of texts is empty.`);
  }
  if (tokens.length === 0) {
    throw new TokenizerError(
      `Cannot train a ${unit.name} tokenizer: no ${unit.name} occurs ${minFrequency} times or more in the ` +
        `${textCount} texts received (${counts.size} different ones in all).`,
    );
  }
  return { tokens, specials };
}

/**
 * Counts the tokens that `split` makes of the normalized texts, without special tokens.
 *
 * @throws {TokenizerError} When `texts` is a single string, or has an item that is no string.
 */
export function countTokens(
  texts: Iterable<string>,
  specials: SpecialTokens,
  options: TextOptions,
  split: (text: string) => Iterable<string>,
): { counts: Map<string, number>; textCount: number } {
  if (typeof texts === 'string') {
    throw new TokenizerError('Training takes a list of texts, received one string: put it in an array.');
  }
  if (typeof Object(texts)[Symbol.iterator] !== 'function') {
    const hint = Symbol.asyncIterator in Object(texts) ? ': collect the texts in an array first' : '';
    throw new TokenizerError(`Training takes a list of texts, received ${shown(texts)}${hint}.`);
  }
  const { normalize } = createNormalizer(options);
  const splitSpecial = specialTokenSplitter(specials.tokens);
  const counts = new Map<string, number>();
  let textCount = 0;
  for (const text of texts) {
    textCount++;
    for (const [i, section] of splitSpecial(text).entries()) {
      if (i % 2 === 1) continue;
      for (const token of split(normalize(section))) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  return { counts, textCount };
}
