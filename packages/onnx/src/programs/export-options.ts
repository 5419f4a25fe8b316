import type { GivenImageCard, GivenLanguageCard, GivenTextCard, TokenizerContent } from '@rnnlab/model-file';
import type { LossSpec } from '../losses/index.js';

/** What belongs to a model beside its weights. */
export interface ExportOptions {
  /**
   * The loss of the training, by which outputs become probabilities: the softmax of them (default), the sigmoid of each
   * with `binary-cross-entropy`, themselves with `mean-squared-error`.
   */
  loss?: LossSpec | undefined;
  /** Names of the classes, in the order of the outputs; of the outputs of a step, if they have any. */
  labels?: readonly string[] | undefined;
  /** By which a model reads texts: a `Tokenizer` of `@rnnlab/tokenizers`. */
  tokenizer?: { toJSON(): TokenizerContent; readonly vocabulary?: { readonly size: number } } | undefined;
  /** What is done to a text before a classifier reads it. */
  text?: GivenTextCard | undefined;
  /** What is done to the pixels of an image; its size too, if the spec does not say it. */
  image?: ExportedImage | undefined;
  /** What texts are made of; an empty object for running text. It makes a language model of the model. */
  language?: GivenLanguageCard | undefined;
  /** The name of the model, for people. */
  title?: string | undefined;
  /** Where the model is from: dataset, split, seed, test accuracy and the like, any JSON. */
  provenance?: Readonly<Record<string, unknown>> | undefined;
  /** Names of layers whose outputs the file gives too, such as `['conv1', 'pool1']`; see `resolveSpec`. */
  layers?: readonly string[] | undefined;
}

type Size = 'channels' | 'height' | 'width';
type ExportedImage = Omit<GivenImageCard, Size> & Partial<Pick<GivenImageCard, Size>>;

/** The names of all options. */
export const exportOptions = Object.keys({
  loss: true,
  labels: true,
  tokenizer: true,
  text: true,
  image: true,
  language: true,
  title: true,
  provenance: true,
  layers: true,
} satisfies Record<keyof ExportOptions, true>);
