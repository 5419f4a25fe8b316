import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Tensor } from '../tf.js';
import { defineCustomLayer } from './custom-layer.js';

export interface AveragePoolingOptions {
  /** Entries of a window: steps, or height and width. */
  poolSize: number[];
  strides: number[];
}

/**
 * The mean of windows over sequences or images with padding `same`, which does not count. The gradient of
 * `tf.avgPool` divides by the whole window also where a part of it is padding, so here the padding is explicit and
 * the mean is divided by the share of the window that is not padding.
 */
export const averagePooling = defineCustomLayer<AveragePoolingOptions>({
  className: 'RNNLabAveragePooling',
  define: (tf, { poolSize, strides }) => ({
    output: ([[batch, ...sizes]]) => [
      batch!,
      ...strides.map((stride, k) => (typeof sizes[k] === 'number' ? Math.ceil(sizes[k] / stride) : null)),
      sizes.at(-1)!,
    ],
    compute([x]) {
      const around = poolSize.map((size, k): [number, number] => {
        const [entries, stride] = [x!.shape[k + 1]!, strides[k]!];
        const total = Math.max((Math.ceil(entries / stride) - 1) * stride + size - entries, 0);
        return [Math.floor(total / 2), total - Math.floor(total / 2)];
      });
      const [height, width = 1] = poolSize as [number, number?];
      const [down, across = 1] = strides as [number, number?];
      const means = (value: Tensor) => {
        const padded = tf.pad(value, [[0, 0], ...around, [0, 0]]);
        const image = poolSize.length === 1 ? tf.expandDims(padded, 2) : padded;
        const pooled = tf.avgPool(image as Tensor4D, [height, width], [down, across], 'valid');
        return poolSize.length === 1 ? tf.squeeze(pooled, [2]) : pooled;
      };
      return tf.div(means(x!), means(tf.ones([1, ...x!.shape.slice(1, -1), 1])));
    },
  }),
});
