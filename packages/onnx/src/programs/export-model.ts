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
import {
  describeShape,
  type ModelSpec,
  type ResolvedModel,
  resolveModel,
  type SignalShape,
} from '@rnnlab/models';
import { checkOptions, shown } from '@rnnlab/shared';
import { type LossSpec, probabilitiesOf } from '../losses.js';
import { generationModel } from './generation.js';
import { inferenceModel } from './inference.js';

/** A model with its trained parameters. */
export interface TrainedModel {
  /** The model. */
  spec: ModelSpec;
  /** The flat vector of all parameters, as `initialize` and `fit` give it. */
  parameters: Float32Array;
}

/**
 * Writes a trained model as one ONNX file with everything that belongs to it: `loadModel` of `@rnnlab/inference` needs
 * nothing else, and any runtime with operator set 17 can run it. The task follows from the options: a language model if there
 * is `language`, else a labeler if the spec gives a sequence, else a classifier; it reads texts if there is a `tokenizer`,
 * images if there is `image` or the spec reads them, else sequences of ids or vectors. The same input gives the same bytes.
 *
 * @throws {ModelFileError} For an option that is invalid or does not fit the spec, and for parameters of another size.
 * @throws {SpecError} If the model cannot be built or has no such layer.
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
  const model = resolveModel(spec);
  if (parameters.length !== model.size) {
    throw new ModelFileError(
      `exportModel: the spec has ${model.size} parameters, received a vector of ${parameters.length}.`,
    );
  }
  const { loss, tokenizer, layers = [] } = options;
  const { input, output } = model;
  const metadata = writeMetadata(cardOf(model, options), tokenizer);
  const { card } = readMetadata(metadata);
  checkImage(card, input);
  checkSizes(card, {
    outputs: 'features' in output ? output.features : undefined,
    vocabulary: input.kind === 'tokens' ? input.vocabulary : undefined,
    tokens: tokenizer?.vocabulary?.size,
  });
  const probabilities = probabilitiesOf(loss ?? { type: 'softmax-cross-entropy' });
  if (card.task !== 'language-model') {
    return inferenceModel(model, parameters, metadata, { probabilities, outputs: layers });
  }
  if (probabilities !== 'softmax' || layers.length > 0) {
    throw new ModelFileError(
      'A language model gives nothing but the logits of a softmax: `exportModel` takes no other loss for it, and no layers.',
    );
  }
  return generationModel(model, parameters, metadata);
}

/** Options of {@link exportModel}: everything that belongs to a model beside its weights. */
export interface ExportOptions {
  /**
   * The loss of the training, by which outputs become probabilities: the softmax of them (default), the sigmoid of each
   * with `binary-cross-entropy`, themselves with `mean-squared-error`.
   */
  loss?: LossSpec | undefined;
  /** Names of the classes, in the order of the outputs; of the outputs of a step, if they have any. */
  labels?: readonly string[] | undefined;
  /** The tokenizer of a model that reads texts: a `Tokenizer` of `@rnnlab/tokenizers`. */
  tokenizer?: { toJSON(): TokenizerContent; readonly vocabulary?: { readonly size: number } } | undefined;
  /** Preprocessing of texts for a classifier. */
  text?: GivenTextCard | undefined;
  /** Preprocessing of images; their size too, if the spec does not have it. */
  image?: ExportedImage | undefined;
  /** Marks a language model: the special tokens of its texts, an empty object for running text. */
  language?: GivenLanguageCard | undefined;
  /** The name of the model, for people. */
  title?: string | undefined;
  /** The origin of the model: dataset, split, seed, test accuracy and the like, any JSON. */
  provenance?: Readonly<Record<string, unknown>> | undefined;
  /** Names of layers whose outputs the file gives too, such as `['conv1', 'pool1']`; see `resolveModel` of `@rnnlab/models`. */
  layers?: readonly string[] | undefined;
}

type Size = 'channels' | 'height' | 'width';
type ExportedImage = Omit<GivenImageCard, Size> & Partial<Pick<GivenImageCard, Size>>;

/** The names of all options. */
const exportOptions = Object.keys({
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
 * The model card of a file: the task and the input follow from the spec and the options.
 *
 * @throws {ModelFileError} For a model that no file can describe.
 */
function cardOf({ input, output }: ResolvedModel, options: ExportOptions): GivenCard {
  const { labels, text, image, language, title, provenance } = options;
  if (output.kind !== 'vector' && output.kind !== 'sequence') {
    throw new ModelFileError(
      `A model file gives a vector for each example or for each step; this model gives ${describeShape(output)}.`,
    );
  }
  const reads = inputOf(input, options);
  const task =
    language !== undefined ? 'language-model' : output.kind === 'sequence' ? 'labeling' : 'classification';
  // A model without labels has an empty list.
  const isUnnamed = labels === undefined || (Array.isArray(labels) && labels.length === 0);
  checkNames(task, isUnnamed, options);
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
  // The writer refuses combinations that do not fit.
  return card as GivenCard;
}

/** @throws {ModelFileError} If options are missing for the task, in words of the options. */
function checkNames(
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

/** @throws {ModelFileError} If the model reads something that no file can describe. */
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
 * Compares the images of a model card with the model's input: whole images, their rows from top to bottom, or
 * all pixels as one vector.
 *
 * @throws {ModelFileError} If they have other sizes.
 */
function checkImage(card: ModelCard, input: SignalShape): void {
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
