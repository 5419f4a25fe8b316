import { connect, defineBuilder } from './context.js';

const names = {
  relu: 'relu',
  gelu: 'gelu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  elu: 'elu',
  'hard-sigmoid': 'hardSigmoid',
} as const;

export const activation = defineBuilder<{ function: keyof typeof names }>(({ tf, name, options }, input) => ({
  ...input,
  value: connect(tf.layers.activation({ name, activation: names[options.function] }), input.value),
}));
