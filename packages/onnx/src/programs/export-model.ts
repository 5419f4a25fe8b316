import {
  checkSizes,
  type GivenCard,
  type GivenImageCard,
  type GivenLanguageCard,
  type GivenTextCard,
  type ModelCard,
  ModelFileError,
  readMetadata,
  type TokenizerContent,
  writeMetadata,
} from '@rnnlab/model-file';
import { describeShape, type ModelSpec, parameterCount, resolveSpec, type SignalShape } from '@rnnlab/models';
import { checkOptions, shown } from '@rnnlab/shared';
import { type LossSpec, lossOf } from '../losses.js';
import { generationModel } from './generation.js';
import { type InferenceOptions, inferenceModel } from './inference.js';

/** A model with its trained parameters. */
export interface TrainedModel {
  spec: ModelSpec;
  /** The flat vector of all parameters, as `initialize` and `fit` give it. */
  parameters: Float32Array;
}

type Probabilities = NonNullable<InferenceOptions['probabilities']>;

/** What makes probabilities of the outputs of a model that was trained with a loss. */
const byLoss: Record<LossSpec['type'], Probabilities> = {
  'softmax-cross-entropy': 'softmax',
  'binary-cross-entropy': 'sigmoid',
  'mean-squared-error': 'identity',
};

/**
 * A trained model as one ONNX file with all that belongs to it: `loadModel` of `@rnnlab/inference` needs nothing else,
 * and any runtime with operator set 17 can run it. What the model is for follows from what is given: a language model
 * if `language` is, else labels of steps if the spec gives some, else classes; it reads texts if a `tokenizer` is given, images
 * if `image` is or the spec reads them, else sequences of ids or vectors. The same input gives the same bytes.
 *
 * @throws ModelFileError for an option that cannot be or does not fit the spec, and for other parameters than it has;
 *   SpecError if the model cannot be built or has no such layer.
 * @example
 * exportModel({ spec, parameters }, { labels: ['ham', 'spam'], tokenizer, title: 'Mail' });
 */
export function exportModel(
  { spec, parameters }: TrainedModel,
  options: ExportOptions = {},
): Uint8Array<ArrayBuffer> {
  if (!(parameters instanceof Float32Array)) {
    throw new ModelFileError(
      `exportModel takes { spec, parameters }, the parameters as a Float32Array, received ${shown(parameters)}.`,
    );
  }
  checkOptions('exportModel', options, exportOptions, ModelFileError);
  const total = parameterCount(spec);
  if (parameters.length !== total) {
    throw new ModelFileError(
      `exportModel: the spec has ${total} parameters, received a vector of ${parameters.length}.`,
    );
  }
  const { loss, tokenizer, layers = [] } = options;
  const { input, output } = resolveSpec(spec);
  const metadata = writeMetadata(cardOf(spec, options), tokenizer);
  const { card } = readMetadata(metadata);
  checkImage(card, input);
  checkSizes(card, {
    outputs: 'features' in output ? output.features : undefined,
    vocabulary: input.kind === 'tokens' ? input.vocabulary : undefined,
    tokens: tokenizer?.vocabulary?.size,
  });
  const probabilities = probabilitiesOf(loss);
  if (card.task !== 'language-model') {
    return inferenceModel(spec, parameters, metadata, { probabilities, outputs: layers });
  }
  if (probabilities !== 'softmax' || layers.length > 0) {
    throw new ModelFileError(
      'A language model gives nothing but the logits of a softmax: `exportModel` takes no other loss for it, and no layers.',
    );
  }
  return generationModel(spec, parameters, metadata);
}

/** @throws SpecError if there is no such loss. */
function probabilitiesOf(loss: LossSpec = { type: 'softmax-cross-entropy' }): Probabilities {
  lossOf(loss);
  return byLoss[loss.type];
}

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

/**
 * What a file says of a model: the task and the input follow from the spec and from what is given.
 *
 * @throws ModelFileError for a model that no file can be of
 */
export function cardOf(spec: ModelSpec, options: ExportOptions): GivenCard {
  const { labels, text, image, language, title, provenance } = options;
  const { input, output } = resolveSpec(spec);
  if (output.kind !== 'vector' && output.kind !== 'sequence') {
    throw new ModelFileError(
      `A model file gives a vector for each example or for each step; this model gives ${describeShape(output)}.`,
    );
  }
  const reads = inputOf(input, options);
  const task =
    language !== undefined ? 'language-model' : output.kind === 'sequence' ? 'labeling' : 'classification';
  // An empty list is what there is of a model without labels.
  const isUnnamed = labels === undefined || (Array.isArray(labels) && labels.length === 0);
  requireNames(task, isUnnamed, options);
  const card = {
    task,
    input: reads,
    labels: isUnnamed ? undefined : labels,
    text,
    ...(reads === 'image' && { image: { ...sizesOf(input), ...image } }),
    ...(reads === 'tokens' && input.kind === 'tokens' && { vocabulary: input.vocabulary }),
    language,
    title,
    provenance,
  };
  // What does not go together is for the writer to refuse.
  return card as GivenCard;
}

/** @throws ModelFileError for what cannot be told of a model, in words of the options */
function requireNames(
  task: ModelCard['task'],
  isUnnamed: boolean,
  { tokenizer, language }: ExportOptions,
): void {
  if (task === 'classification' && isUnnamed) {
    throw new ModelFileError(
      'exportModel needs labels, the names of the classes, in the order of the outputs.',
    );
  }
  if (task === 'labeling' && tokenizer !== undefined) {
    throw new ModelFileError(
      'exportModel needs language, {} at least: a model that reads texts and answers in each step is a language model.',
    );
  }
  if (language !== undefined && tokenizer === undefined) {
    throw new ModelFileError('exportModel needs the tokenizer of a language model.');
  }
}

/** @throws ModelFileError if nothing that a file tells of is read */
function inputOf(input: SignalShape, { tokenizer, image, language }: ExportOptions): ModelCard['input'] {
  if (tokenizer !== undefined && image !== undefined) {
    throw new ModelFileError(
      'exportModel takes a tokenizer or an image, as a model reads the one or the other.',
    );
  }
  if (tokenizer !== undefined || language !== undefined) {
    if (input.kind === 'tokens') return 'text';
    throw new ModelFileError(`A tokenizer gives ids; this model reads ${describeShape(input)}.`);
  }
  if (image !== undefined) return 'image';
  if (input.kind === 'vector') {
    throw new ModelFileError(
      `exportModel needs image, the size of the images: this model reads ${describeShape(input)}.`,
    );
  }
  return input.kind;
}

const sizesOf = (input: SignalShape) =>
  input.kind === 'image' ? { channels: input.channels, height: input.height, width: input.width } : {};

/**
 * Compares the images that a file tells of with what the model reads: whole images, their rows from top to bottom, or
 * all pixels as one vector.
 *
 * @throws ModelFileError if they have other sizes
 */
export function checkImage(card: ModelCard, input: SignalShape): void {
  if (card.input !== 'image') return;
  const { channels, height, width } = card.image;
  const fits = {
    tokens: false,
    image:
      input.kind === 'image' &&
      String([input.channels, input.height, input.width]) === String([channels, height, width]),
    sequence:
      input.kind === 'sequence' && input.features === channels * width && (input.steps ?? height) === height,
    vector: input.kind === 'vector' && input.features === channels * height * width,
  };
  if (fits[input.kind]) return;
  throw new ModelFileError(
    `The model reads ${describeShape(input)}, which is no image of ${channels} × ${height} × ${width}.`,
  );
}
