import { COUNT, RATE } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import { glorotUniform, normal, zeros } from '../initializers.js';
import {
  affine,
  describeShape,
  expectKind,
  expectReal,
  layerOf,
  type PreviousLayer,
  type SignalShape,
} from './layer.js';

/** A dense (fully connected, linear) layer: `x · kernel + bias` of a vector, or of every step of a sequence. */
export const dense = layerOf({
  type: 'dense',
  doc: 'An affine map of a vector, or of every step of a sequence.',
  options: { units: { ...COUNT, description: 'Outputs.' } },
  output({ units }, input) {
    const shape = expectKind(input, 'vector', 'sequence');
    return shape.kind === 'vector'
      ? { kind: 'vector', features: units }
      : { kind: 'sequence', features: units, steps: shape.steps };
  },
  parameters({ units }, input) {
    const { features } = expectKind(input, 'vector', 'sequence');
    return {
      kernel: { shape: [features, units], initializer: glorotUniform() },
      bias: { shape: [units], initializer: zeros() },
    };
  },
  apply: (ops, _, input, { kernel, bias }, shape) => ({
    shape,
    value: affine(ops, input, kernel!, bias!),
    lengths: input.lengths,
  }),
});

/**
 * A dense layer whose weights are tied to an embedding: one logit for each token, `x · tableᵀ`.
 *
 * Source: Press & Wolf (2017), "Using the Output Embedding to Improve Language Models".
 */
export const tiedDense = layerOf({
  type: 'tied-dense',
  doc: 'One logit for each token, by the table of an embedding.',
  options: {
    embedding: {
      type: 'integer',
      minimum: 0,
      expected: 'the index of an earlier layer',
      description: 'Index of the embedding layer, counted from 0.',
    },
  },
  output({ embedding }, input, previous) {
    const shape = expectReal(input, 'vector', 'sequence');
    const { vocabulary, units } = embeddingAt(previous, embedding);
    if (shape.features !== units) {
      throw new SpecError(
        `expected ${units} features, the units of the embedding in layer ${embedding}, received ${describeShape(input)}`,
      );
    }
    return { ...shape, features: vocabulary } as SignalShape;
  },
  parameters: () => ({}),
  shared: ({ embedding }) => ({ table: { layer: embedding, name: 'table' } }),
  apply: (ops, _, { value, lengths }, { table }, shape) => ({
    shape,
    value: ops.linearTransposed(value, table!),
    lengths,
  }),
});

function embeddingAt(
  previous: readonly PreviousLayer[],
  index: number,
): { vocabulary: number; units: number } {
  const layer = previous[index];
  if (layer?.type !== 'embedding' || layer.input.kind !== 'tokens') {
    throw new SpecError(
      `expected layer ${index} to be an embedding before it, received ${layer?.type ?? 'no such layer'}`,
    );
  }
  return { vocabulary: layer.input.vocabulary, units: layer.options.units as number };
}

/** An embedding, a trained vector for each token: `[time]` ids to `[time, units]`. */
export const embedding = layerOf({
  type: 'embedding',
  doc: 'A trained vector for each token.',
  options: { units: { ...COUNT, description: 'Entries of a token’s vector.' } },
  output({ units }, input) {
    const { steps } = expectKind(input, 'tokens');
    return { kind: 'sequence', features: units, steps };
  },
  parameters({ units }, input) {
    const { vocabulary } = expectKind(input, 'tokens');
    return {
      table: { shape: [vocabulary, units], initializer: normal({ deviation: 1 / Math.sqrt(units) }) },
    };
  },
  apply: (ops, _, { value, lengths }, { table }, shape) => ({
    shape,
    value: ops.lookup(table!, value),
    lengths,
  }),
});

/**
 * One-hot encoding, each token as a unit vector: `[time]` ids to `[time, vocabulary]`. The vectors are never built: a product with
 * a kernel is a look-up of the kernel's rows.
 */
export const oneHot = layerOf({
  type: 'one-hot',
  doc: 'Each token as a unit vector.',
  options: {},
  output(_, input) {
    const { vocabulary, steps } = expectKind(input, 'tokens');
    return { kind: 'sequence', features: vocabulary, steps, oneHot: true };
  },
  parameters: () => ({}),
  apply: (_ops, _options, { value, lengths }, _weights, shape) => ({ shape, value, lengths }),
});

const functions = ['relu', 'gelu', 'tanh', 'sigmoid', 'elu', 'hard-sigmoid'] as const;

/** An activation function, element-wise. */
export const activation = layerOf({
  type: 'activation',
  doc: 'An activation function, element by element.',
  options: { function: { enum: functions, description: 'The function.' } },
  stem: (values) => values.function,
  output: (_, input) => expectReal(input, 'sequence', 'image', 'vector'),
  parameters: () => ({}),
  apply(ops, options, { value, lengths }, _, shape) {
    const name = options.function === 'hard-sigmoid' ? 'hardSigmoid' : options.function;
    return { shape, value: ops[name](value), lengths };
  },
});

/**
 * Dropout: sets a random share of entries to zero while training and scales the rest by 1 / (1 - rate).
 *
 * Source: Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks from Overfitting"; one mask per
 * example (variational): Gal & Ghahramani (2016), "A Theoretically Grounded Application of Dropout in Recurrent Neural
 * Networks".
 */
export const dropout = layerOf({
  type: 'dropout',
  doc: 'Sets a random share of entries to zero while training.',
  options: {
    rate: { ...RATE, description: 'Share of entries set to zero.' },
    mask: {
      enum: ['element', 'example'],
      default: 'element',
      description: 'A draw for each element, or one mask per example for all time steps.',
    },
  },
  output: (_, input) => expectReal(input, 'sequence', 'image', 'vector'),
  parameters: () => ({}),
  apply: (ops, { rate, mask }, { value, lengths }, _, shape) => ({
    shape,
    value: ops.dropout(value, rate, shape.kind === 'sequence' ? mask : 'element'),
    lengths,
  }),
});

/** Flattens an image, or a sequence with a known number of steps, to one vector; padding reads as zeros. */
export const flatten = layerOf({
  type: 'flatten',
  doc: 'All entries as one vector.',
  options: {},
  output(_, input) {
    const shape = expectReal(input, 'image', 'sequence');
    if (shape.kind === 'image')
      return { kind: 'vector', features: shape.channels * shape.height * shape.width };
    if (shape.steps === undefined) {
      throw new SpecError(
        'expected a sequence with a known number of steps, received one of any: give the input its steps',
      );
    }
    return { kind: 'vector', features: shape.features * shape.steps };
  },
  parameters: () => ({}),
  apply(ops, _, { shape: input, value, lengths }, _weights, shape) {
    if (input.kind === 'image') return { shape, value: ops.flatten(value, 'image') };
    return { shape, value: ops.flatten(ops.mask(value, lengths!), 'sequence') };
  },
});
