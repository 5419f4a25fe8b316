import { defineCustomLayer } from './custom-layer.js';

export interface OneHotOptions {
  /** How many ids there are. */
  vocabulary: number;
}

/** Ids `[batch, time]` as unit vectors `[batch, time, vocabulary]`. */
export const oneHot = defineCustomLayer<OneHotOptions>({
  className: 'RNNLabOneHot',
  define: (tf, { vocabulary }) => ({
    output: ([[batch, time]]) => [batch!, time!, vocabulary],
    compute: ([ids]) => tf.cast(tf.oneHot(tf.cast(ids!, 'int32'), vocabulary), 'float32'),
  }),
});
