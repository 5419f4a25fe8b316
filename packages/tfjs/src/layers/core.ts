import { connect, defineBuilder } from './context.js';
import { defineCustomLayer } from './custom-layer.js';
import { masked } from './masking.js';

/** A dense layer. */
export const dense = defineBuilder<{ units: number }>(({ tf, name, options, apply }, input) => ({
  ...input,
  value: apply(
    tf.layers.dense({ name, units: options.units, kernelInitializer: 'zeros' }),
    input.value,
    (of) => [of('kernel'), of('bias')],
  ),
}));

/** A dense layer whose weights are tied to an embedding. */
export const tiedDense = defineBuilder<{ embedding: number }>(({ tables, options }, input) => {
  const { layer, ids } = tables.get(options.embedding)!;
  return { ...input, value: connect(layer, input.value, ids) };
});

/** An embedding. */
export const embedding = defineBuilder<{ units: number }>((context, { shape, value, lengths }) => {
  const { tf, custom, name, index, options, isTied, tables, apply } = context;
  const { vocabulary } = shape as { vocabulary: number };
  const layer = isTied
    ? custom(tiedEmbeddingLayer, { name, vocabulary, units: options.units })
    : tf.layers.embedding({
        name,
        inputDim: vocabulary,
        outputDim: options.units,
        embeddingsInitializer: 'zeros',
      });
  if (isTied) tables.set(index, { layer, ids: value });
  return { value: apply(layer, value, (of) => [of('table')]), lengths };
});

interface TiedEmbeddingOptions {
  vocabulary: number;
  units: number;
}

/**
 * The layer of an embedding whose table is also that of the output. Applied to ids `[batch, time]` it looks up their vectors;
 * applied to vectors and these ids, `[x, ids]`, it gives one logit for each token, `x · tableᵀ`.
 */
export const tiedEmbeddingLayer = defineCustomLayer<TiedEmbeddingOptions>({
  className: 'RNNLabTiedEmbedding',
  define: (tf, { vocabulary, units }) => ({
    weights: { table: [vocabulary, units] },
    output: ([first, ids]) => (ids ? [...first.slice(0, -1), vocabulary] : [...first, units]),
    compute([first, ids], { weights: { table } }) {
      if (!ids) return tf.gather(table!, tf.cast(first!, 'int32'));
      const logits = tf.matMul(tf.reshape(first!, [-1, units]), table!, false, true);
      return tf.reshape(logits, [...first!.shape.slice(0, -1), vocabulary]);
    },
  }),
});

/** One-hot encoding. */
export const oneHot = defineBuilder(({ custom, name }, { shape, value, lengths }) => {
  const { vocabulary } = shape as { vocabulary: number };
  return { value: connect(custom(oneHotLayer, { name, vocabulary }), value), lengths };
});

interface OneHotOptions {
  /** How many ids there are. */
  vocabulary: number;
}

/** The layer that encodes ids `[batch, time]` as unit vectors `[batch, time, vocabulary]`. */
export const oneHotLayer = defineCustomLayer<OneHotOptions>({
  className: 'RNNLabOneHot',
  define: (tf, { vocabulary }) => ({
    output: ([[batch, time]]) => [batch!, time!, vocabulary],
    compute: ([ids]) => tf.cast(tf.oneHot(tf.cast(ids!, 'int32'), vocabulary), 'float32'),
  }),
});

/** The names of our activation functions in TensorFlow.js. */
const activations = {
  relu: 'relu',
  gelu: 'gelu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  elu: 'elu',
  'hard-sigmoid': 'hardSigmoid',
} as const;

/** An activation function. */
export const activation = defineBuilder<{ function: keyof typeof activations }>(
  ({ tf, name, options }, input) => ({
    ...input,
    value: connect(tf.layers.activation({ name, activation: activations[options.function] }), input.value),
  }),
);

/** Flattens to one vector; images channels-first, as the weights of the next layer expect. */
export const flatten = defineBuilder((context, input) => {
  const { tf, name } = context;
  const value =
    input.shape.kind === 'image'
      ? connect(tf.layers.permute({ name: `${name}.channels-first`, dims: [3, 1, 2] }), input.value)
      : masked(context, input);
  return { value: connect(tf.layers.flatten({ name }), value) };
});
