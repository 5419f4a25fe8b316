import type { SymbolicTensor } from '../tf.js';
import { type Context, connect, type Flow } from './context.js';
import { defineCustomLayer } from './custom-layer.js';

/** Options of a layer that moves a window over time. */
export interface WindowOptions {
  size: number;
  stride: number;
  dilation?: number;
  padding: 'valid' | 'same';
}

/** Height and width of a size option. */
export const pair = (size: number | readonly [number, number]): [number, number] =>
  typeof size === 'number' ? [size, size] : [...size];

/** Steps from the first to the last that a window reads. */
export const extentOf = ({ size, dilation = 1 }: WindowOptions): number => (size - 1) * dilation + 1;

/** The lengths after a window over a sequence. */
export function lengthsAfter(
  { custom, name }: Context<unknown>,
  { shape, lengths }: Flow,
  options: WindowOptions,
): SymbolicTensor {
  const { stride, padding } = options;
  const extent = extentOf(options);
  const { steps } = shape as { steps?: number };
  // With free steps the stride is 1.
  const reached =
    steps === undefined ? extent - 1 : (Math.ceil(steps / stride) - 1) * stride + extent - steps;
  return connect(
    custom(windowLengthsLayer, {
      name: `${name}.lengths`,
      extent,
      stride,
      padding: padding === 'same' ? Math.max(reached, 0) : 0,
    }),
    lengths!,
  );
}

interface WindowLengthsOptions {
  /** Steps from the first to the last that a window reads. */
  extent: number;
  stride: number;
  /** Steps of zeros before and after the sequence together. */
  padding: number;
}

/** Lengths after a window has moved over sequences: `⌊(length + padding - extent) / stride⌋ + 1`, at least 0. */
export const windowLengthsLayer = defineCustomLayer<WindowLengthsOptions>({
  className: 'RNNLabWindowLengths',
  define: (tf, { extent, stride, padding }) => ({
    output: ([lengths]) => lengths,
    compute: ([lengths]) =>
      tf.floor(
        tf.div(tf.maximum(tf.add(tf.cast(lengths!, 'float32'), padding - extent + stride), 0), stride),
      ),
  }),
});
