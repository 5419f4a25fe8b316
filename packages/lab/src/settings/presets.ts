import { type CellName, cells, type InputSpec, type ModelSpec } from '@rnnlab/models';
import { LabError } from '../errors.js';
import { type Fields, flag, type Member, oneOf, rate, type ValuesOf, wholeNumber } from './field.js';

/** A model preset that a recipe can name. */
export interface PresetMember<Reads extends InputSpec['type'] = InputSpec['type'], F extends Fields = Fields>
  extends Member {
  /** Its type of input. */
  readonly reads: Reads;
  readonly fields: F;
  /** Builds the model for an input and a number of outputs. */
  spec(
    sizes: { input: Extract<InputSpec, { type: Reads }>; outputs: number },
    values: ValuesOf<F>,
  ): Promise<ModelSpec>;
}

const definePreset = <Reads extends InputSpec['type'], F extends Fields>(
  member: PresetMember<Reads, F>,
): PresetMember<Reads, F> => member;

/** Settings of every stack of recurrent layers. */
const recurrentFields = {
  cell: oneOf('The recurrent cell.', Object.keys(cells) as CellName[], 'lstm'),
  units: wholeNumber('Hidden size: units of the recurrent state, per direction.', 128),
  layers: wholeNumber('Number of stacked recurrent layers.', 1),
  bidirectional: flag('Whether a second layer reads the sequence backward.', false),
};

const pool = oneOf(
  'Pooling over time before the classifier: the last step, or the mean or maximum of all.',
  ['last', 'mean', 'max'],
  'last',
);

const dropout = rate('Dropout rate between recurrent layers and before the last layer.', 0);

const sequenceClassifier = definePreset({
  doc: 'Tokens → recurrent layers → pooling over time → one class',
  reads: 'tokens',
  fields: {
    ...recurrentFields,
    embedding: wholeNumber('Embedding dimension; 0 for one-hot tokens.', 0, { from: 0 }),
    pool,
    dropout,
    embeddingDropout: rate('Dropout rate of the embeddings.', 0),
    recurrentDropout: rate('Dropout rate of the recurrent state, with one mask for all steps.', 0),
  },
  spec: async ({ input: { vocabulary }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceClassifier({ vocabulary, classes: outputs, ...values }),
});

const rowClassifier = definePreset({
  doc: 'The rows of an image, or other vectors → recurrent layers → pooling over time → one class',
  reads: 'sequence',
  fields: {
    ...recurrentFields,
    pool,
    dropout,
  },
  spec: async ({ input: { features }, outputs }, values) =>
    (await import('@rnnlab/models')).rowClassifier({ features, classes: outputs, ...values }),
});

const sequenceLabeler = definePreset({
  doc: 'Vectors → recurrent layers → an output in every step',
  reads: 'sequence',
  fields: {
    ...recurrentFields,
    sigmoid: flag('Whether outputs go through a sigmoid: for the mean squared error.', false),
  },
  spec: async ({ input: { features }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceLabeler({ features, outputs, ...values }),
});

const { bidirectional: _, ...fields } = recurrentFields;

const languageModel = definePreset({
  doc: 'Tokens → recurrent layers → the next token, in every step',
  reads: 'tokens',
  fields: {
    ...fields,
    embedding: wholeNumber('Embedding dimension; 0 for one-hot tokens.', 0, { from: 0 }),
    tied: flag('Weight tying: whether the output layer shares the weights of the embeddings.', false),
    dropout: rate('Dropout rate between recurrent layers and before the logits.', 0),
    embeddingDropout: rate('Dropout rate of the embeddings.', 0),
    recurrentDropout: rate(
      'Dropout rate of the recurrent state where it is multiplied by weights, with one mask for all steps.',
      0,
    ),
    variational: flag('Variational dropout: whether every dropout has one mask for all steps.', false),
  },
  spec: async ({ input: { vocabulary } }, values) =>
    (await import('@rnnlab/models')).languageModel({ vocabulary, ...values }),
});

const textCnn = definePreset({
  doc: 'Tokens → two convolutions over time with max-pools → one class',
  reads: 'tokens',
  fields: {
    embedding: wholeNumber('Embedding dimension; 0 for one-hot tokens.', 0, { from: 0 }),
    filters: wholeNumber('Filters of each convolution.', 10),
    size: wholeNumber('Kernel size, in tokens.', 20),
    dropout: rate('Dropout rate before the last layer.', 0),
  },
  async spec({ input: { vocabulary, steps }, outputs }, values) {
    if (steps === undefined) {
      throw new LabError(
        'model.preset=text-cnn reads texts of one length: set tokenizer.maxLength, as in 100.',
      );
    }
    return (await import('@rnnlab/models')).textCnn({ vocabulary, steps, classes: outputs, ...values });
  },
});

const twoStageCnn = definePreset({
  doc: 'Images → two convolutions with max-pools → two dense layers → one class',
  reads: 'image',
  fields: {
    filters1: wholeNumber('Filters of the first convolution, of 9 × 9.', 50),
    filters2: wholeNumber('Filters of the second convolution, of 5 × 5.', 60),
    dense: wholeNumber('Units of the dense layer in between.', 300),
    dropout: rate('Dropout rate before both dense layers.', 0),
  },
  async spec({ input: { channels, height, width }, outputs }, values) {
    const { twoStageCnn } = await import('@rnnlab/models');
    return twoStageCnn({ channels, height, width, classes: outputs, ...values });
  },
});

const stackedCnn = definePreset({
  doc: 'Images → stages of 3 × 3 convolutions with batch normalization → global average pooling → one class',
  reads: 'image',
  fields: {
    filters: wholeNumber('Filters of the first stage; each further one has twice as many.', 32),
    stages: wholeNumber('Stages, each of half the height and width.', 3),
    convolutions: wholeNumber('Convolutions of each stage.', 2),
    dropout: rate('Dropout rate after each stage.', 0),
  },
  async spec({ input: { channels, height, width }, outputs }, values) {
    const { stackedCnn } = await import('@rnnlab/models');
    return stackedCnn({ channels, height, width, classes: outputs, ...values });
  },
});

/** Every model preset a recipe can name. */
export const presets = {
  'language-model': languageModel,
  'row-classifier': rowClassifier,
  'sequence-classifier': sequenceClassifier,
  'sequence-labeler': sequenceLabeler,
  'stacked-cnn': stackedCnn,
  'text-cnn': textCnn,
  'two-stage-cnn': twoStageCnn,
};
