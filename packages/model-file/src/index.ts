export type {
  GivenCard,
  ImageClassifierCard,
  LanguageModelCard,
  ModelCard,
  SequenceCard,
  TextClassifierCard,
  TokensCard,
} from './card.js';
export { checkSizes, type ModelSizes } from './check-sizes.js';
export { ModelFileError } from './error.js';
export { type ModelMetadata, readMetadata, type TokenizerContent, writeMetadata } from './metadata.js';
export type {
  GivenImageCard,
  GivenLanguageCard,
  GivenTextCard,
  ImageCard,
  LanguageCard,
  TextCard,
} from './read-card.js';
export { FORMAT } from './read-card.js';
