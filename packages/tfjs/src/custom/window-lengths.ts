import { defineCustomLayer } from './custom-layer.js';

export interface WindowLengthsOptions {
  /** Steps from the first to the last that a window reads. */
  extent: number;
  stride: number;
  /** Steps of zeros before and after the sequence together. */
  padding: number;
}

/** Lengths after a window has moved over sequences: `⌊(length + padding - extent) / stride⌋ + 1`, at least 0. */
export const windowLengths = defineCustomLayer<WindowLengthsOptions>({
  className: 'RNNLabWindowLengths',
  define: (tf, { extent, stride, padding }) => ({
    output: ([lengths]) => lengths,
    compute: ([lengths]) =>
      tf.floor(
        tf.div(tf.maximum(tf.add(tf.cast(lengths!, 'float32'), padding - extent + stride), 0), stride),
      ),
  }),
});
