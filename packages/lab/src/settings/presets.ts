import { type CellName, cells, type InputSpec, type ModelSpec } from '@rnnlab/models';
import { LabError } from '../errors.js';
import { type Fields, flag, type Member, oneOf, rate, type ValuesOf, wholeNumber } from './field.js';

/** A model of the zoo as a recipe names it. */
export interface PresetMember<Reads extends InputSpec['type'] = InputSpec['type'], F extends Fields = Fields>
  extends Member {
  /** What it takes for input. */
  readonly reads: Reads;
  readonly fields: F;
  /** The model for an input and a number of outputs. */
  spec(
    sizes: { input: Extract<InputSpec, { type: Reads }>; outputs: number },
    values: ValuesOf<F>,
  ): Promise<ModelSpec>;
}

export const definePreset = <Reads extends InputSpec['type'], F extends Fields>(
  member: PresetMember<Reads, F>,
): PresetMember<Reads, F> => member;

/** Settings of every stack of recurrent layers. */
export const recurrentFields = {
  cell: oneOf('The recurrent cell.', Object.keys(cells) as CellName[], 'lstm'),
  units: wholeNumber('Entries of the state, per direction.', 128),
  layers: wholeNumber('Recurrent layers on each other.', 1),
  bidirectional: flag('Whether a second pass reads from the end.', false),
};

export const pool = oneOf('Which steps the class is read from.', ['last', 'mean', 'max'], 'last');

export const dropout = rate(
  'Share of entries dropped between recurrent layers and before the last layer.',
  0,
);

export const sequenceClassifier = definePreset({
  doc: 'Tokens → recurrent layers → one step or all → one class',
  reads: 'tokens',
  fields: {
    ...recurrentFields,
    embedding: wholeNumber("Entries of a token's trained vector; 0 for one-hot vectors.", 0, { from: 0 }),
    pool,
    dropout,
    embeddingDropout: rate("Share of the entries of tokens' vectors that are dropped.", 0),
    recurrentDropout: rate('Share of the state that is dropped, the same in all steps.', 0),
  },
  spec: async ({ input: { vocabulary }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceClassifier({ vocabulary, classes: outputs, ...values }),
});

export const rowClassifier = definePreset({
  doc: 'The rows of an image, or other vectors → recurrent layers → one step or all → one class',
  reads: 'sequence',
  fields: {
    ...recurrentFields,
    pool,
    dropout,
  },
  spec: async ({ input: { features }, outputs }, values) =>
    (await import('@rnnlab/models')).rowClassifier({ features, classes: outputs, ...values }),
});

export const sequenceLabeler = definePreset({
  doc: 'Vectors → recurrent layers → an answer in every step',
  reads: 'sequence',
  fields: {
    ...recurrentFields,
    sigmoid: flag('Whether answers go through a sigmoid: for the mean squared error.', false),
  },
  spec: async ({ input: { features }, outputs }, values) =>
    (await import('@rnnlab/models')).sequenceLabeler({ features, outputs, ...values }),
});

const { bidirectional: _, ...fields } = recurrentFields;

export const languageModel = definePreset({
  doc: 'Tokens → recurrent layers → the next token, in every step',
  reads: 'tokens',
  fields: {
    ...fields,
    embedding: wholeNumber("Entries of a token's trained vector; 0 reads one-hot tokens.", 0, { from: 0 }),
    tied: flag("Whether the logits are products with the tokens' vectors.", false),
    dropout: rate('Share of entries dropped between recurrent layers and before the logits.', 0),
    embeddingDropout: rate("Share of entries dropped from the tokens' vectors.", 0),
    recurrentDropout: rate(
      'Share of the state dropped where it enters a product, the same for all steps.',
      0,
    ),
    variational: flag('Whether every dropout is the same for all steps.', false),
  },
  spec: async ({ input: { vocabulary } }, values) =>
    (await import('@rnnlab/models')).languageModel({ vocabulary, ...values }),
});

export const textCnn = definePreset({
  doc: 'Tokens → two convolutions over time with max-pools → one class',
  reads: 'tokens',
  fields: {
    embedding: wholeNumber("Entries of a token's trained vector; 0 for one-hot vectors.", 0, { from: 0 }),
    filters: wholeNumber('Filters of either convolution.', 10),
    size: wholeNumber('Tokens a filter reads.', 20),
    dropout: rate('Share of entries dropped before the last layer.', 0),
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

export const twoStageCnn = definePreset({
  doc: 'Images → two convolutions with max-pools → two dense layers → one class',
  reads: 'image',
  fields: {
    filters1: wholeNumber('Filters of the first convolution, of 9 × 9.', 50),
    filters2: wholeNumber('Filters of the second convolution, of 5 × 5.', 60),
    dense: wholeNumber('Outputs of the dense layer between.', 300),
    dropout: rate('Share of entries dropped before both dense layers.', 0),
  },
  async spec({ input: { channels, height, width }, outputs }, values) {
    const { twoStageCnn } = await import('@rnnlab/models');
    return twoStageCnn({ channels, height, width, classes: outputs, ...values });
  },
});

export const stackedCnn = definePreset({
  doc: 'Images → stages of 3 × 3 convolutions with batch normalization → the mean over all places → one class',
  reads: 'image',
  fields: {
    filters: wholeNumber('Filters of the first stage; each further one has twice as many.', 32),
    stages: wholeNumber('Stages, each of half the height and width.', 3),
    convolutions: wholeNumber('Convolutions of a stage.', 2),
    dropout: rate('Share of entries dropped after each stage.', 0),
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
