import { heUniform, zeros } from '../initializers/index.js';
import type { Window2d } from '../ops.js';
import { count, size, type Values } from '../spec/option.js';
import { defineLayer, expectKind } from './layer.js';
import type { SignalShape } from './signal.js';
import { kernelOver, outputsOf, paddingOption, pair } from './window.js';

const options = {
  units: count('Filters, the channels of its output.'),
  size: size('Height and width a filter reads.'),
  stride: size('Steps down and across from one window to the next.', 1),
  dilation: size('Steps between the entries a filter reads.', 1),
  padding: paddingOption,
};

function windowOf(values: Values<typeof options>, input: SignalShape): Window2d {
  const { height, width } = expectKind(input, 'image');
  const [[h, w], [sh, sw], [dh, dw]] = [pair(values.size), pair(values.stride), pair(values.dilation)];
  const { padding } = values;
  return [
    kernelOver('height', height, { size: h, stride: sh, dilation: dh, padding }),
    kernelOver('width', width, { size: w, stride: sw, dilation: dw, padding }),
  ];
}

/** A convolution over images: `[channels, height, width]` to `[units, height, width]`. */
export const conv2d = defineLayer({
  type: 'conv2d',
  doc: 'A convolution over images.',
  options,
  stem: () => 'conv',
  output(values, input) {
    const { height, width } = expectKind(input, 'image');
    const [h, w] = windowOf(values, input);
    return {
      kind: 'image',
      channels: values.units,
      height: outputsOf(height, h),
      width: outputsOf(width, w),
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
    value: ops.convolveImage(value, kernel!, bias!, windowOf(values, input)),
  }),
});
