import { ones, zeros } from '../initializers/index.js';
import { positive, rate } from '../spec/option.js';
import { defineLayer, expectReal } from './layer.js';
import type { SignalShape } from './signal.js';

const channelsOf = (input: SignalShape): number => {
  const shape = expectReal(input, 'image', 'sequence', 'vector');
  return shape.kind === 'image' ? shape.channels : shape.features;
};

/**
 * Each feature, or channel, with mean 0 and variance 1 over the batch, then scaled and shifted by trained vectors.
 * For evaluation running averages take the place of the batch. Padding does not count.
 * Source: S. Ioffe and C. Szegedy, Batch Normalization, 2015.
 */
export const batchNorm = defineLayer({
  type: 'batch-norm',
  doc: 'Normalizes each feature over the batch, then scales and shifts it.',
  options: {
    momentum: rate('Share of the running averages that is kept at each step.', 0.9),
    epsilon: positive('Added to the variance.', 1e-5),
  },
  output(_, input) {
    channelsOf(input);
    return input;
  },
  parameters(_, input) {
    const shape = [channelsOf(input)];
    return {
      gain: { shape, initializer: ones() },
      offset: { shape, initializer: zeros() },
      mean: { shape, initializer: zeros(), trained: false },
      variance: { shape, initializer: ones(), trained: false },
    };
  },
  apply: (ops, options, { value, lengths }, { gain, offset, mean, variance }, shape) => ({
    shape,
    value: ops.batchNorm({
      x: value,
      kind: shape.kind as 'image' | 'sequence' | 'vector',
      lengths,
      gain: gain!,
      offset: offset!,
      mean: mean!,
      variance: variance!,
      ...options,
    }),
    lengths,
  }),
});
