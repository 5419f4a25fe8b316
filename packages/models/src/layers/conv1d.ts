import { heUniform, zeros } from '../initializers/index.js';
import type { Window1d } from '../ops.js';
import { count, type Values } from '../spec/option.js';
import { defineLayer, expectKind } from './layer.js';
import type { SignalShape } from './signal.js';
import { kernelOver, outputsOf, paddingOption } from './window.js';

const options = {
  units: count('Filters, the features of its output.'),
  size: count('Time steps a filter reads.'),
  stride: count('Steps from one window to the next.', 1),
  dilation: count('Steps between those a filter reads.', 1),
  padding: paddingOption,
};

const windowOf = (values: Values<typeof options>, input: SignalShape): Window1d =>
  kernelOver('time', expectKind(input, 'sequence').steps, values);

/**
 * A convolution over time: `[time, features]` to `[time, units]`. A filter over all features of one-hot tokens is
 * a look-up. Padding reads as zeros.
 */
export const conv1d = defineLayer({
  type: 'conv1d',
  doc: 'A convolution over time.',
  options,
  stem: () => 'conv',
  output(values, input) {
    const { steps } = expectKind(input, 'sequence');
    const window = windowOf(values, input);
    return { kind: 'sequence', features: values.units, steps: steps && outputsOf(steps, window) };
  },
  parameters({ units, size }, input) {
    const { features } = expectKind(input, 'sequence');
    return {
      kernel: { shape: [units, features, size], initializer: heUniform() },
      bias: { shape: [units], initializer: zeros() },
    };
  },
  apply(ops, values, { shape: input, value, lengths }, { kernel, bias }, shape) {
    const window = windowOf(values, input);
    const oneHot = input.kind === 'sequence' && input.oneHot ? input.features : undefined;
    return {
      shape,
      value: ops.convolveSequence({ value, oneHot, lengths: lengths! }, kernel!, bias!, window),
      lengths: ops.windowLengths(lengths!, window),
    };
  },
});
