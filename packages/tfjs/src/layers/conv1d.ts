import type { SymbolicTensor } from '../tf.js';
import { type Context, connect, defineBuilder, type Flow, masked } from './context.js';
import { extentOf, movedLengths, type WindowOptions } from './window.js';

type Conv1dOptions = WindowOptions & { units: number; dilation: number };

export const conv1d = defineBuilder<Conv1dOptions>((context, input) => {
  const { tf, custom, name, options, apply } = context;
  const { units: filters, size, stride, dilation, padding } = options;
  const { features: channels } = input.shape as { features: number };
  const layer =
    dilation > 1
      ? custom.dilatedConvolution({
          name,
          filters,
          channels,
          kernelSize: [size],
          strides: [stride],
          dilation: [dilation],
          padding,
        })
      : tf.layers.conv1d({
          name,
          filters,
          kernelSize: size,
          strides: stride,
          padding,
          kernelInitializer: 'zeros',
        });
  return {
    value: apply(layer, padded(context, input), (of) => [tf.transpose(of('kernel'), [2, 1, 0]), of('bias')]),
    lengths: movedLengths(context, input, options),
  };
});

/**
 * The sequence with zeros where the window may read padding. Without padding, a sequence of any number of steps
 * may be shorter than the window: it gets as many steps more as keep their number.
 */
function padded(context: Context<Conv1dOptions>, input: Flow): SymbolicTensor {
  const { custom, name, options } = context;
  const { steps } = input.shape as { steps?: number };
  if (options.padding === 'same') return masked(context, input);
  const after = extentOf(options) - 1;
  if (steps !== undefined || after === 0) return input.value;
  return connect(custom.padTime({ name: `${name}.padded`, after }), input.value);
}
