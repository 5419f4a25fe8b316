import { POSITIVE, RATE } from '@rnnlab/shared';
import { ones, zeros } from '../initializers.js';
import { expectReal, layerOf, type SignalShape } from './layer.js';

const channelsOf = (input: SignalShape): number => {
  const shape = expectReal(input, 'image', 'sequence', 'vector');
  return shape.kind === 'image' ? shape.channels : shape.features;
};

/**
 * Batch normalization: each feature, or channel, to mean 0 and variance 1 over the batch, then scaled by gamma and
 * shifted by beta, the parameters `gamma` and `beta`. Evaluation uses running averages instead of the batch's
 * statistics. Padding does not count.
 *
 * Source: Ioffe & Szegedy (2015), "Batch Normalization".
 */
export const batchNorm = layerOf({
  type: 'batch-norm',
  doc: 'Normalizes each feature over the batch, then scales and shifts it.',
  options: {
    momentum: {
      ...RATE,
      default: 0.9,
      description: 'Share of the running averages that is kept at each step.',
    },
    epsilon: { ...POSITIVE, default: 1e-5, description: 'Added to the variance.' },
  },
  output(_, input) {
    channelsOf(input);
    return input;
  },
  parameters(_, input) {
    const shape = [channelsOf(input)];
    return {
      gamma: { shape, initializer: ones() },
      beta: { shape, initializer: zeros() },
      mean: { shape, initializer: zeros(), trainable: false },
      variance: { shape, initializer: ones(), trainable: false },
    };
  },
  apply: (ops, options, { value, lengths }, { gamma, beta, mean, variance }, shape) => ({
    shape,
    value: ops.batchNorm({
      x: value,
      kind: shape.kind as 'image' | 'sequence' | 'vector',
      lengths,
      gamma: gamma!,
      beta: beta!,
      mean: mean!,
      variance: variance!,
      ...options,
    }),
    lengths,
  }),
});

/**
 * Layer normalization: each vector to mean 0 and variance 1, then scaled by gamma and shifted by beta, the parameters
 * `gamma` and `beta`.
 *
 * Source: Ba, Kiros & Hinton (2016), "Layer Normalization".
 */
export const layerNorm = layerOf({
  type: 'layer-norm',
  doc: 'Normalizes each vector to mean 0 and variance 1, then scales and shifts it.',
  options: { epsilon: { ...POSITIVE, default: 1e-5, description: 'Added to the variance.' } },
  output: (_, input) => expectReal(input, 'sequence', 'vector'),
  parameters(_, input) {
    const { features } = expectReal(input, 'sequence', 'vector');
    return {
      gamma: { shape: [features], initializer: ones() },
      beta: { shape: [features], initializer: zeros() },
    };
  },
  apply: (ops, { epsilon }, { value, lengths }, { gamma, beta }, shape) => ({
    shape,
    value: ops.layerNorm(value, gamma!, beta!, epsilon),
    lengths,
  }),
});
