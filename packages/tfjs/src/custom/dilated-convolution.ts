import type { Tensor, Tf } from '../tf.js';
import { defineCustomLayer } from './custom-layer.js';

export interface DilatedConvolutionOptions {
  filters: number;
  /** Features or channels of the input. */
  channels: number;
  /** Entries that a filter reads: steps, or height and width. */
  kernelSize: number[];
  strides: number[];
  dilation: number[];
  padding: 'valid' | 'same';
}

/** An axis with zeros between its entries. */
function spread(tf: Tf, kernel: Tensor, axis: number, dilation: number): Tensor {
  const [first, ...rest] = tf.unstack(kernel, axis) as [Tensor, ...Tensor[]];
  const gaps = Array.from({ length: dilation - 1 }, () => tf.zerosLike(first));
  return tf.stack([first, ...rest.flatMap((entry) => [...gaps, entry])], axis);
}

/**
 * A convolution of sequences or images by filters with gaps. TensorFlow.js has neither the gradient of a dilated
 * convolution nor one with a stride as well, so the gaps are zeros of an ordinary filter.
 */
export const dilatedConvolution = defineCustomLayer<DilatedConvolutionOptions>({
  className: 'RNNLabDilatedConvolution',
  define: (tf, { filters, channels, kernelSize, strides, dilation, padding }) => ({
    weights: { kernel: [...kernelSize, channels, filters], bias: [filters] },
    output([[batch, ...sizes]]) {
      const grid = kernelSize.map((size, k) => {
        const entries = sizes[k];
        if (typeof entries !== 'number') return null;
        const free = padding === 'same' ? entries - 1 : entries - (size - 1) * dilation[k]! - 1;
        return Math.floor(free / strides[k]!) + 1;
      });
      return [batch!, ...grid, filters];
    },
    compute([x], { weights: { kernel, bias } }) {
      const wide = dilation.reduce((filter, distance, axis) => spread(tf, filter, axis, distance), kernel!);
      const moved =
        strides.length === 1
          ? tf.conv1d(x as never, wide as never, strides[0]!, padding)
          : tf.conv2d(x as never, wide as never, strides as [number, number], padding);
      return tf.add(moved, bias!);
    },
  }),
});
