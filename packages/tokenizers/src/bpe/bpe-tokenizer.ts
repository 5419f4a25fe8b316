import { checkOptions, checkValue, oneOf, wholeNumber } from '@rnnlab/shared';
import { TokenizerError } from '../errors.js';
import { createTokenizer, type Tokenizer } from '../tokenizer.js';
import { countTokens, TRAINING_OPTIONS, type TrainingOptions } from '../training.js';
import { createVocabulary } from '../vocabulary.js';
import { byteLevelBpe } from './byte-level-bpe.js';
import { byteSpecials } from './byte-tokenizer.js';
import { learnMerges } from './learn-merges.js';
import { type PatternName, splitPatterns } from './split-patterns.js';

/** How byte pairs are chosen from texts. */
export interface BpeTrainingOptions extends TrainingOptions {
  /**
   * How a text is cut before pairs are merged; no token reaches over a cut (default `'gpt-2'`).
   * - `'gpt-2'`: English contractions, runs of letters, of digits, of other characters, each with a space before it.
   * - `'gpt-4'`: also capital contractions, at most three digits together, line ends apart (also that of Llama 3).
   */
  pattern?: Exclude<PatternName, 'none'> | undefined;
  /** Leave out pairs that occur less often than this (default 2). */
  minCount?: number | undefined;
  /** The vocabulary's largest size, special tokens and the 256 bytes included (default 30,000). */
  maxSize?: number | undefined;
}

/**
 * Makes a tokenizer of byte pairs (byte-level BPE, as GPT-2 has it): it starts from the 256 bytes and merges the most
 * frequent pair of neighboring tokens into a new one, again and again. Every text can be encoded, nothing is
 * unknown, and without a normalization decoding gives the text back (half a surrogate pair becomes U+FFFD).
 *
 * Ids: `[PAD]` 0, then further special tokens, then the bytes in GPT-2's order, then the merged tokens from first to
 * last. Of pairs that occur equally often, the one with the lower left id is merged first, then the one with the
 * lower right id. So the same texts give the same ids, in any order. A pair that would spell a special token or a
 * token that exists is passed over.
 *
 * @param texts the training texts, read once; empty ones are fine, and without any text all tokens are bytes
 * @param options `pattern` ('gpt-2'); `minCount` (2), `maxSize` (30,000); `normalize` ('none'), `keep` (all),
 * `lowercase` (false); `start`, `end`, `specialTokens` (none)
 * @throws TokenizerError when `texts` is no list of strings, for an impossible option
 * @see Sennrich, Haddow, Birch (2016), Neural machine translation of rare words with subword units; Radford et al.
 * (2019), Language models are unsupervised multitask learners
 * @example
 * const tokenizer = trainBpeTokenizer(['low lower lowest'], { maxSize: 260 });
 * tokenizer.decode(tokenizer.encode('slow 😀')); // 'slow 😀'
 */
export function trainBpeTokenizer(texts: Iterable<string>, options: BpeTrainingOptions = {}): Tokenizer {
  checkOptions('trainBpeTokenizer', options, [...TRAINING_OPTIONS, 'pattern'], TokenizerError);
  const { pattern: name = 'gpt-2', minCount = 2, maxSize = 30_000 } = options;
  const specials = byteSpecials(options);
  checkValue('Option pattern', name, oneOf(['gpt-2', 'gpt-4']), TokenizerError);
  checkValue('Option minCount', minCount, wholeNumber(1), TokenizerError);
  checkValue('Option maxSize', maxSize, wholeNumber(specials.tokens.length + 256), TokenizerError);
  const pattern = splitPatterns[name];
  const { counts } = countTokens(texts, specials, options, pattern.split);
  const { tokens, merges } = learnMerges(counts, specials.tokens, { minCount, maxSize });
  const vocabulary = createVocabulary(specials.tokens, tokens);
  return createTokenizer(byteLevelBpe(vocabulary, specials.tokens, merges, pattern), specials, options);
}
