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
export type { GivenImageCard, ImageCard } from './image-card.js';
export type { GivenLanguageCard, LanguageCard } from './language-card.js';
export { type ModelMetadata, readMetadata, type TokenizerContent, writeMetadata } from './metadata.js';
export { FORMAT } from './read-card.js';
export type { GivenTextCard, TextCard } from './text-card.js';
