import type { SymbolicTensor, Tensor, Tf } from '../tf.js';
import { type Context, connect, defineBuilder, type Flow } from './context.js';
import { defineCustomLayer } from './custom-layer.js';
import { masked } from './masking.js';
import { extentOf, lengthsAfter, pair, type WindowOptions } from './window.js';

interface Conv1dOptions {
  filters: number;
  kernelSize: number;
  stride: number;
  dilation: number;
  padding: 'valid' | 'same';
}

/** The window that a filter reads. */
const windowOf = ({ kernelSize, stride, dilation, padding }: Conv1dOptions): WindowOptions => ({
  size: kernelSize,
  stride,
  dilation,
  padding,
});

/** A convolution over time. */
export const conv1d = defineBuilder<Conv1dOptions>((context, input) => {
  const { tf, custom, name, options, apply } = context;
  const { filters, kernelSize, stride, dilation, padding } = options;
  const { features: channels } = input.shape as { features: number };
  const layer =
    dilation > 1
      ? custom(dilatedConvolutionLayer, {
          name,
          filters,
          channels,
          kernelSize: [kernelSize],
          strides: [stride],
          dilation: [dilation],
          padding,
        })
      : tf.layers.conv1d({
          name,
          filters,
          kernelSize,
          strides: stride,
          padding,
          kernelInitializer: 'zeros',
        });
  return {
    value: apply(layer, padded(context, input), (of) => [tf.transpose(of('kernel'), [2, 1, 0]), of('bias')]),
    lengths: lengthsAfter(context, input, windowOf(options)),
  };
});

/**
 * Sets padding that the window may read to zeros. Without padding, a sequence of any number of steps
 * may be shorter than the window: it is padded so that the number of steps stays.
 */
function padded(context: Context<Conv1dOptions>, input: Flow): SymbolicTensor {
  const { custom, name, options } = context;
  const { steps } = input.shape as { steps?: number };
  if (options.padding === 'same') return masked(context, input);
  const after = extentOf(windowOf(options)) - 1;
  if (steps !== undefined || after === 0) return input.value;
  return connect(custom(padTimeLayer, { name: `${name}.padded`, after }), input.value);
}

interface Conv2dOptions {
  filters: number;
  kernelSize: number | [number, number];
  stride: number | [number, number];
  dilation: number | [number, number];
  padding: 'valid' | 'same';
}

/** A convolution over images. */
export const conv2d = defineBuilder<Conv2dOptions>(
  ({ tf, custom, name, options, apply }, { shape, value }) => {
    const { filters, padding } = options;
    const { channels } = shape as { channels: number };
    const [kernelSize, strides, dilation] = [
      pair(options.kernelSize),
      pair(options.stride),
      pair(options.dilation),
    ];
    const layer = dilation.some((distance) => distance > 1)
      ? custom(dilatedConvolutionLayer, {
          name,
          filters,
          channels,
          kernelSize,
          strides,
          dilation,
          padding,
        })
      : tf.layers.conv2d({ name, filters, kernelSize, strides, padding, kernelInitializer: 'zeros' });
    return { value: apply(layer, value, (of) => [tf.transpose(of('kernel'), [2, 3, 1, 0]), of('bias')]) };
  },
);

interface DilatedConvolutionOptions {
  filters: number;
  /** Features or channels of the input. */
  channels: number;
  /** Entries that a filter reads: steps, or height and width. */
  kernelSize: number[];
  strides: number[];
  dilation: number[];
  padding: 'valid' | 'same';
}

/** Dilates an axis: zeros between its entries. */
function dilate(tf: Tf, kernel: Tensor, axis: number, dilation: number): Tensor {
  const [first, ...rest] = tf.unstack(kernel, axis) as [Tensor, ...Tensor[]];
  const gaps = Array.from({ length: dilation - 1 }, () => tf.zerosLike(first));
  return tf.stack([first, ...rest.flatMap((entry) => [...gaps, entry])], axis);
}

/**
 * The layer of a dilated convolution of sequences or images. TensorFlow.js has neither the gradient of a dilated
 * convolution nor one with a stride as well, so the gaps are zeros of an ordinary filter.
 */
export const dilatedConvolutionLayer = defineCustomLayer<DilatedConvolutionOptions>({
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
      const wide = dilation.reduce((filter, distance, axis) => dilate(tf, filter, axis, distance), kernel!);
      const output =
        strides.length === 1
          ? tf.conv1d(x as never, wide as never, strides[0]!, padding)
          : tf.conv2d(x as never, wide as never, strides as [number, number], padding);
      return tf.add(output, bias!);
    },
  }),
});

interface PadTimeOptions {
  /** Steps of zeros to add at the end. */
  after: number;
}

/** The layer that pads a sequence with steps of zeros at its end, so that a window fits into a short one. */
export const padTimeLayer = defineCustomLayer<PadTimeOptions>({
  className: 'RNNLabPadTime',
  define: (tf, { after }) => ({
    output: ([[batch, time, features]]) => [batch!, time === null ? null : time! + after, features!],
    compute: ([sequence]) =>
      tf.pad(sequence!, [
        [0, 0],
        [0, after],
        [0, 0],
      ]),
  }),
});
