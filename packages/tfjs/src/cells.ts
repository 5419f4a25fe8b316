import type { CellName } from '@rnnlab/models';
import type { Layer, Tensor, Tf } from './tf.js';

/** A cell that TensorFlow.js has as a layer of its own. */
interface StandardCell {
  layer(tf: Tf, options: { name: string; units: number }): Layer;
  /** The layer's weights, in its order and layout, of ours. */
  weights(tf: Tf, of: (weight: string) => Tensor): Tensor[];
}

const sequences = {
  returnSequences: true,
  kernelInitializer: 'zeros',
  recurrentInitializer: 'zeros',
  biasInitializer: 'zeros',
} as const;

/** Ours: input, output, forget, cell; theirs: input, forget, cell, output. */
const reorder = (tf: Tf, weight: Tensor): Tensor => {
  const [i, o, f, c] = tf.split(weight, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
  return tf.concat([i, f, c, o], -1);
};

const simple = (activation: 'tanh' | 'relu'): StandardCell => ({
  layer: (tf, options) => tf.layers.simpleRNN({ ...sequences, ...options, activation }),
  weights: (_, of) => [of('kernel'), of('recurrentKernel'), of('bias')],
});

/** Cells with a layer in TensorFlow.js that computes the same; the others run by their step function. */
export const standardCells: Partial<Record<CellName, StandardCell>> = {
  rnn: simple('tanh'),
  'rnn-relu': simple('relu'),
  lstm: {
    layer: (tf, options) =>
      tf.layers.lstm({ ...sequences, ...options, recurrentActivation: 'sigmoid', unitForgetBias: false }),
    weights: (tf, of) => ['kernel', 'recurrentKernel', 'bias'].map((weight) => reorder(tf, of(weight))),
  },
  'gru-reset-before': {
    layer: (tf, options) => tf.layers.gru({ ...sequences, ...options, recurrentActivation: 'sigmoid' }),
    weights: (tf, of) => [
      of('kernel'),
      tf.concat([of('recurrentKernel'), of('candidateKernel')], -1),
      of('bias'),
    ],
  },
};
