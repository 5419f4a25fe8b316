export {
  type CharacterTokenizerOptions,
  characterTokenizer,
  trainCharacterTokenizer,
} from './character-tokenizer.js';
export { type PaddedBatch, type PadOptions, pad } from './pad.js';
export type { Normalisation, TextOptions } from './text/normaliser.js';
export type { Tokenizer } from './tokenizer.js';
export { type TokenizerConfig, tokenizerConfig } from './tokenizer-config.js';
export { TokenizerFormatError, tokenizerFromJSON } from './tokenizer-from-json.js';
export type { AddedToken, NormalizerJSON, SplitJSON, TokenizerJSON } from './tokenizer-json.js';
export type { TrainingOptions } from './train.js';
export type { Vocabulary } from './vocabulary.js';
export { trainWordTokenizer, type WordTokenizerOptions, wordTokenizer } from './word-tokenizer.js';
