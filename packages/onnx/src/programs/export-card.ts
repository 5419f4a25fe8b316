import { type GivenCard, type ModelCard, ModelFileError } from '@rnnlab/model-file';
import { describeShape, type ModelSpec, resolveSpec, type SignalShape } from '@rnnlab/models';
import type { ExportOptions } from './export-options.js';

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
