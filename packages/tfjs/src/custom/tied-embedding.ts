import { defineCustomLayer } from './custom-layer.js';

export interface TiedEmbeddingOptions {
  vocabulary: number;
  units: number;
}

/**
 * An embedding whose table is also that of the output. Applied to ids `[batch, time]` it looks up their vectors;
 * applied to vectors and these ids, `[x, ids]`, it gives one logit for each token, `x · tableᵀ`.
 */
export const tiedEmbedding = defineCustomLayer<TiedEmbeddingOptions>({
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
