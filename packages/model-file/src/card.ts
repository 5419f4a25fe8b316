/** The fields of every card. */
interface CommonCard {
  /** The name of the model, for people. Default: empty. */
  readonly title: string;
  /** The origin of the model: dataset, split, seed, test accuracy and the like, any JSON. Default: empty. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** The card of a classifier of texts. */
export interface TextClassifierCard extends CommonCard {
  readonly task: 'classification';
  readonly input: 'text';
  /** Names of the classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** Preprocessing of a text. Default: none. */
  readonly text: TextCard;
}

/** The card of a classifier of images. */
export interface ImageClassifierCard extends CommonCard {
  readonly task: 'classification';
  readonly input: 'image';
  /** Names of the classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** Size of the images, and preprocessing of their pixels. */
  readonly image: ImageCard;
}

/** The card of a model that classifies sequences of ids, or labels each of their time steps. */
export interface TokensCard extends CommonCard {
  readonly task: 'classification' | 'labeling';
  readonly input: 'tokens';
  /** Names of the classes, or of the outputs of a time step, in their order. Default: none, where steps are labeled. */
  readonly labels: readonly string[];
  /** Size of the vocabulary: ids are below it. */
  readonly vocabulary: number;
}

/** The card of a model that classifies sequences of vectors, or labels each of their time steps. */
export interface SequenceCard extends CommonCard {
  readonly task: 'classification' | 'labeling';
  readonly input: 'sequence';
  /** Names of the classes, or of the outputs of a time step, in their order. Default: none, where steps are labeled. */
  readonly labels: readonly string[];
}

/** The card of a language model. */
export interface LanguageModelCard extends CommonCard {
  readonly task: 'language-model';
  readonly input: 'text';
  /** Special ids of its texts. Default: running text, without start, end, conditions and warm-up. */
  readonly language: LanguageCard;
}

/** The metadata of a model file as it is read, with defaults for missing fields: task, input, labels, preprocessing. */
export type ModelCard =
  | TextClassifierCard
  | ImageClassifierCard
  | TokensCard
  | SequenceCard
  | LanguageModelCard;

/** A {@link ModelCard} as it is written: fields with a default may be missing. */
export type GivenCard =
  | (Given<Omit<TextClassifierCard, 'text'>, keyof CommonCard> & {
      readonly text?: GivenTextCard | undefined;
    })
  | (Given<Omit<ImageClassifierCard, 'image'>, keyof CommonCard> & { readonly image: GivenImageCard })
  | (Given<TokensCard, keyof CommonCard> & { readonly task: 'classification' })
  | (Given<TokensCard, keyof CommonCard | 'labels'> & { readonly task: 'labeling' })
  | (Given<SequenceCard, keyof CommonCard> & { readonly task: 'classification' })
  | (Given<SequenceCard, keyof CommonCard | 'labels'> & { readonly task: 'labeling' })
  | (Given<Omit<LanguageModelCard, 'language'>, keyof CommonCard> & {
      readonly language?: GivenLanguageCard | undefined;
    });

/** Preprocessing of the texts of a classifier, as in its training. */
export interface TextCard {
  /** The number of tokens to which a text is truncated; absent if all are read. */
  readonly maxLength?: number | undefined;
  /**
   * Whether shorter texts are padded to `maxLength` with the tokenizer's padding token, which is then read as if it were
   * text. Default: false.
   */
  readonly padding: boolean;
}

/** A {@link TextCard} as it is written. */
export type GivenTextCard = Given<TextCard, 'padding'>;

/**
 * Size of the images that a model reads, and normalization of their pixels: a pixel from 0 to 255 is read as
 * (pixel · `scale` - `mean`) / `std`, with the mean and standard deviation of its channel.
 */
export interface ImageCard {
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Factor of the pixels, 0 to 255, applied first. Default: 1 / 255. */
  readonly scale: number;
  /** The mean of each channel, subtracted then. Default: zeros. */
  readonly mean: readonly number[];
  /** The standard deviation of each channel, its divisor at last. Default: ones. */
  readonly std: readonly number[];
}

/** An {@link ImageCard} as it is written. */
export type GivenImageCard = Given<ImageCard, 'scale' | 'mean' | 'std'>;

/** Special ids of the texts of a language model. */
export interface LanguageCard {
  /** The id of the start token, read before a text; absent for a model of running text. */
  readonly startId?: number | undefined;
  /** The id of the end token; absent where texts have no end. */
  readonly endId?: number | undefined;
  /** Ids read instead of `startId`, by the names of the labels to condition on. Default: none. */
  readonly conditions: Readonly<Record<string, number>>;
  /** Ids that a model of running text reads before every text, as it was not trained on zero states: 1 to 64. */
  readonly warmUp?: readonly number[] | undefined;
}

/** A {@link LanguageCard} as it is written. */
export type GivenLanguageCard = Given<LanguageCard, 'conditions'>;

/** The written form of a type some of whose fields have defaults. */
type Given<Type, Defaults extends keyof Type> = Omit<Type, Defaults> & {
  readonly [Name in Defaults]?: Type[Name] | undefined;
};
