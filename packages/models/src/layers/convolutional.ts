import { COUNT, type Options, type OptionValues } from '@rnnlab/shared';
import { heUniform, zeros } from '../initializers.js';
import type { Window1d, Window2d } from '../ops.js';
import { SIZE } from '../options.js';
import { expectKind, layerOf, type SignalShape } from './layer.js';
import { kernelOver, outputSize, paddingOption, pair } from './window.js';

const options1d = {
  filters: { ...COUNT, description: 'Filters, the features of its output.' },
  kernelSize: { ...COUNT, description: 'Time steps a filter reads.' },
  stride: { ...COUNT, default: 1, description: 'Steps from one window to the next.' },
  dilation: { ...COUNT, default: 1, description: 'Steps between those a filter reads.' },
  padding: paddingOption,
} as const satisfies Options;

const window1dOf = (values: OptionValues<typeof options1d>, input: SignalShape): Window1d =>
  kernelOver('time', expectKind(input, 'sequence').steps, { ...values, size: values.kernelSize });

/**
 * A 1D convolution, over time: `[time, features]` to `[time, filters]`. A filter over all features of one-hot tokens is
 * a look-up. Padding reads as zeros.
 */
export const conv1d = layerOf({
  type: 'conv1d',
  doc: 'A convolution over time.',
  options: options1d,
  stem: () => 'conv',
  output(values, input) {
    const { steps } = expectKind(input, 'sequence');
    const window = window1dOf(values, input);
    return { kind: 'sequence', features: values.filters, steps: steps && outputSize(steps, window) };
  },
  parameters({ filters, kernelSize }, input) {
    const { features } = expectKind(input, 'sequence');
    return {
      kernel: { shape: [filters, features, kernelSize], initializer: heUniform() },
      bias: { shape: [filters], initializer: zeros() },
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
  filters: { ...COUNT, description: 'Filters, the channels of its output.' },
  kernelSize: { ...SIZE, description: 'Height and width a filter reads.' },
  stride: { ...SIZE, default: 1, description: 'Steps down and across from one window to the next.' },
  dilation: { ...SIZE, default: 1, description: 'Steps between the entries a filter reads.' },
  padding: paddingOption,
} as const satisfies Options;

function window2dOf(values: OptionValues<typeof options2d>, input: SignalShape): Window2d {
  const { height, width } = expectKind(input, 'image');
  const [[h, w], [sh, sw], [dh, dw]] = [pair(values.kernelSize), pair(values.stride), pair(values.dilation)];
  const { padding } = values;
  return [
    kernelOver('height', height, { size: h, stride: sh, dilation: dh, padding }),
    kernelOver('width', width, { size: w, stride: sw, dilation: dw, padding }),
  ];
}

/** A 2D convolution, over images: `[channels, height, width]` to `[filters, height, width]`. */
export const conv2d = layerOf({
  type: 'conv2d',
  doc: 'A convolution over images.',
  options: options2d,
  stem: () => 'conv',
  output(values, input) {
    const { height, width } = expectKind(input, 'image');
    const [h, w] = window2dOf(values, input);
    return {
      kind: 'image',
      channels: values.filters,
      height: outputSize(height, h),
      width: outputSize(width, w),
    };
  },
  parameters({ filters, kernelSize }, input) {
    const { channels } = expectKind(input, 'image');
    return {
      kernel: { shape: [filters, channels, ...pair(kernelSize)], initializer: heUniform() },
      bias: { shape: [filters], initializer: zeros() },
    };
  },
  apply: (ops, values, { shape: input, value }, { kernel, bias }, shape) => ({
    shape,
    value: ops.convolveImage(value, kernel!, bias!, window2dOf(values, input)),
  }),
});
