import type {
  Given,
  GivenImageCard,
  GivenLanguageCard,
  GivenTextCard,
  ImageCard,
  LanguageCard,
  TextCard,
} from './read-card.js';

/** What every card says. */
interface Common {
  /** The name of the model, for people. Default empty. */
  readonly title: string;
  /** Where the model is from: dataset, split, seed, test accuracy and the like, any JSON. Default empty. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** A model that names the class of a text. */
export interface TextClassifierCard extends Common {
  readonly task: 'classification';
  readonly input: 'text';
  /** Names of the classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** What is done to a text before. Default nothing. */
  readonly text: TextCard;
}

/** A model that names the class of an image. */
export interface ImageClassifierCard extends Common {
  readonly task: 'classification';
  readonly input: 'image';
  /** Names of the classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** The size of the images, and what is done to their pixels before. */
  readonly image: ImageCard;
}

/** A model that names the class of a sequence of ids, or labels every step of it. */
export interface TokensCard extends Common {
  readonly task: 'classification' | 'labeling';
  readonly input: 'tokens';
  /** Names of the classes, or of the outputs of a step, in their order. Default none, where steps are labeled. */
  readonly labels: readonly string[];
  /** How many ids there are: they are below it. */
  readonly vocabulary: number;
}

/** A model that names the class of a sequence of vectors, or labels every step of it. */
export interface SequenceCard extends Common {
  readonly task: 'classification' | 'labeling';
  readonly input: 'sequence';
  /** Names of the classes, or of the outputs of a step, in their order. Default none, where steps are labeled. */
  readonly labels: readonly string[];
}

/** A model that writes texts. */
export interface LanguageModelCard extends Common {
  readonly task: 'language-model';
  readonly input: 'text';
  /** What texts are made of. Default running text: without start, end, conditions and a warm-up. */
  readonly language: LanguageCard;
}

/** What a model file says of its model, as it is read: with defaults in the place of what was left out. */
export type ModelCard =
  | TextClassifierCard
  | ImageClassifierCard
  | TokensCard
  | SequenceCard
  | LanguageModelCard;

/** A {@link ModelCard} as it is written: what has a default may be left out. */
export type GivenCard =
  | (Given<Omit<TextClassifierCard, 'text'>, keyof Common> & { readonly text?: GivenTextCard | undefined })
  | (Given<Omit<ImageClassifierCard, 'image'>, keyof Common> & { readonly image: GivenImageCard })
  | (Given<TokensCard, keyof Common> & { readonly task: 'classification' })
  | (Given<TokensCard, keyof Common | 'labels'> & { readonly task: 'labeling' })
  | (Given<SequenceCard, keyof Common> & { readonly task: 'classification' })
  | (Given<SequenceCard, keyof Common | 'labels'> & { readonly task: 'labeling' })
  | (Given<Omit<LanguageModelCard, 'language'>, keyof Common> & {
      readonly language?: GivenLanguageCard | undefined;
    });
