export { type BpeTrainingOptions, trainBpeTokenizer } from './bpe/bpe-tokenizer.js';
export { type ByteTokenizerOptions, byteTokenizer } from './bpe/byte-tokenizer.js';
export {
  type CharacterTokenizerOptions,
  characterTokenizer,
  trainCharacterTokenizer,
} from './character-tokenizer.js';
export { TokenizerError, TokenizerFormatError } from './errors.js';
export { type TokenizerConfig, tokenizerConfig } from './hugging-face/tokenizer-config.js';
export { tokenizerFromJSON } from './hugging-face/tokenizer-from-json.js';
export type { AddedToken, ComponentJSON, ModelJSON, TokenizerJSON } from './hugging-face/tokenizer-json.js';
export { type PaddedBatch, type PadOptions, pad } from './pad.js';
export type { SpecialTokenOptions } from './special-tokens.js';
export { CLEAN_TEXT, type Normalization, type TextOptions } from './text/normalizer.js';
export type { Tokenizer } from './tokenizer.js';
export { type TokenizerType, tokenizerTypes } from './tokenizer-types.js';
export type { TrainingOptions } from './training.js';
export type { Vocabulary } from './vocabulary.js';
export { trainWordTokenizer, type WordTokenizerOptions, wordTokenizer } from './word-tokenizer.js';
