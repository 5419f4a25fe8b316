import { checkOptions, checkValue, oneOf, wholeNumber } from '@rnnlab/shared';
import { TokenizerError } from '../errors.js';
import { createTokenizer, type Tokenizer } from '../tokenizer.js';
import { countTokens, TRAINING_OPTIONS, type TrainingOptions } from '../training.js';
import { createVocabulary } from '../vocabulary.js';
import { byteLevelBpe } from './byte-level-bpe.js';
import { byteSpecials } from './byte-tokenizer.js';
import { learnMerges } from './learn-merges.js';
import { type PatternName, splitPatterns } from './split-patterns.js';

/** Options of training byte-pair encoding. */
export interface BpeTrainingOptions extends TrainingOptions {
  /**
   * The pre-tokenization: how a text is split before pairs are merged; no token crosses a split. Default: `'gpt-2'`.
   * - `'gpt-2'`: English contractions, runs of letters, of digits, of other characters, each with a space before it.
   * - `'gpt-4'`: also capital contractions, at most three digits together, line ends separate (also that of Llama 3).
   */
  pattern?: Exclude<PatternName, 'none'> | undefined;
  /** The minimum frequency of a pair. Default: 2. */
  minFrequency?: number | undefined;
  /** The maximum size of the vocabulary, special tokens and the 256 bytes included. Default: 30,000. */
  vocabularySize?: number | undefined;
}

/**
 * Trains a byte-level BPE tokenizer (byte-pair encoding over bytes, as in GPT-2): it starts from the 256 bytes and merges the most
 * frequent pair of neighboring tokens into a new one, again and again. Every text can be encoded, nothing is
 * unknown, and without a normalization decoding gives the text back (half a surrogate pair becomes U+FFFD).
 *
 * Ids: `[PAD]` 0, then further special tokens, then the bytes in GPT-2's order, then the merged tokens from first to
 * last. Of pairs that occur equally often, the one with the lower left id is merged first, then the one with the
 * lower right id. So the same texts give the same ids, in any order. A pair that would spell a special token or a
 * token that exists is skipped.
 *
 * @param texts - The training texts, read once; empty ones are fine, and without any text all tokens are bytes.
 * Source: Sennrich, Haddow & Birch (2016), "Neural machine translation of rare words with subword units"; Radford et al.
 * (2019), "Language models are unsupervised multitask learners".
 *
 * @param options - Pre-tokenization, size of the vocabulary, normalization and special tokens.
 * @throws {TokenizerError} When `texts` is no list of strings, or for an invalid option.
 * @example
 * const tokenizer = trainBpeTokenizer(['low lower lowest'], { vocabularySize: 260 });
 * tokenizer.decode(tokenizer.encode('slow 😀')); // 'slow 😀'
 */
export function trainBpeTokenizer(texts: Iterable<string>, options: BpeTrainingOptions = {}): Tokenizer {
  checkOptions('trainBpeTokenizer', options, [...TRAINING_OPTIONS, 'pattern'], TokenizerError);
  const { pattern: name = 'gpt-2', minFrequency = 2, vocabularySize = 30_000 } = options;
  const specials = byteSpecials(options);
  checkValue('Option pattern', name, oneOf(['gpt-2', 'gpt-4']), TokenizerError);
  checkValue('Option minFrequency', minFrequency, wholeNumber(1), TokenizerError);
  checkValue(
    'Option vocabularySize',
    vocabularySize,
    wholeNumber(specials.tokens.length + 256),
    TokenizerError,
  );
  const pattern = splitPatterns[name];
  const { counts } = countTokens(texts, specials, options, pattern.split);
  const { tokens, merges } = learnMerges(counts, specials.tokens, { minFrequency, vocabularySize });
  const vocabulary = createVocabulary(specials.tokens, tokens);
  return createTokenizer(byteLevelBpe(vocabulary, specials.tokens, merges, pattern), specials, options);
}
