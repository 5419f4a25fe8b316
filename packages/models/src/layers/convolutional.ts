import { heUniform, zeros } from '../initializers.js';
import type { Window1d, Window2d } from '../ops.js';
import { count, size, type Values } from '../options.js';
import { defineLayer, expectKind, type SignalShape } from './layer.js';
import { kernelOver, outputSize, paddingOption, pair } from './window.js';

const options1d = {
  units: count('Filters, the features of its output.'),
  size: count('Time steps a filter reads.'),
  stride: count('Steps from one window to the next.', 1),
  dilation: count('Steps between those a filter reads.', 1),
  padding: paddingOption,
};

const window1dOf = (values: Values<typeof options1d>, input: SignalShape): Window1d =>
  kernelOver('time', expectKind(input, 'sequence').steps, values);

/**
 * A 1D convolution, over time: `[time, features]` to `[time, units]`. A filter over all features of one-hot tokens is
 * a look-up. Padding reads as zeros.
 */
export const conv1d = defineLayer({
  type: 'conv1d',
  doc: 'A convolution over time.',
  options: options1d,
  stem: () => 'conv',
  output(values, input) {
    const { steps } = expectKind(input, 'sequence');
    const window = window1dOf(values, input);
    return { kind: 'sequence', features: values.units, steps: steps && outputSize(steps, window) };
  },
  parameters({ units, size }, input) {
    const { features } = expectKind(input, 'sequence');
    return {
      kernel: { shape: [units, features, size], initializer: heUniform() },
      bias: { shape: [units], initializer: zeros() },
    };
  },
  apply(ops, values, { shape: input, value, lengths }, { kernel, bias }, shape) {
    const window = window1dOf(values, input);
    const oneHot = input.kind === 'sequence' && input.oneHot ? input.features : undefined;
    return {
      shape,
      value: ops.convolveSequence({ value, oneHot, lengths: lengths! }, kernel!, bias!, window),
      lengths: ops.windowLengths(lengths!, window),
    };
  },
});

const options2d = {
  units: count('Filters, the channels of its output.'),
  size: size('Height and width a filter reads.'),
  stride: size('Steps down and across from one window to the next.', 1),
  dilation: size('Steps between the entries a filter reads.', 1),
  padding: paddingOption,
};

function window2dOf(values: Values<typeof options2d>, input: SignalShape): Window2d {
  const { height, width } = expectKind(input, 'image');
  const [[h, w], [sh, sw], [dh, dw]] = [pair(values.size), pair(values.stride), pair(values.dilation)];
  const { padding } = values;
  return [
    kernelOver('height', height, { size: h, stride: sh, dilation: dh, padding }),
    kernelOver('width', width, { size: w, stride: sw, dilation: dw, padding }),
  ];
}

/** A 2D convolution, over images: `[channels, height, width]` to `[units, height, width]`. */
export const conv2d = defineLayer({
  type: 'conv2d',
  doc: 'A convolution over images.',
  options: options2d,
  stem: () => 'conv',
  output(values, input) {
    const { height, width } = expectKind(input, 'image');
    const [h, w] = window2dOf(values, input);
    return {
      kind: 'image',
      channels: values.units,
      height: outputSize(height, h),
      width: outputSize(width, w),
    };
  },
  parameters({ units, size }, input) {
    const { channels } = expectKind(input, 'image');
    return {
      kernel: { shape: [units, channels, ...pair(size)], initializer: heUniform() },
      bias: { shape: [units], initializer: zeros() },
    };
  },
  apply: (ops, values, { shape: input, value }, { kernel, bias }, shape) => ({
    shape,
    value: ops.convolveImage(value, kernel!, bias!, window2dOf(values, input)),
  }),
});
