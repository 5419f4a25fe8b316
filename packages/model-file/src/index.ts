export type {
  GivenCard,
  GivenImageCard,
  GivenLanguageCard,
  GivenTextCard,
  ImageCard,
  ImageClassifierCard,
  LanguageCard,
  LanguageModelCard,
  ModelCard,
  SequenceCard,
  TextCard,
  TextClassifierCard,
  TokensCard,
} from './card.js';
export { checkSizes, type ModelSizes } from './check-sizes.js';
export { ModelFileError } from './error.js';
export { type ModelMetadata, readMetadata, type TokenizerContent, writeMetadata } from './metadata.js';
export { FORMAT } from './read-card.js';
