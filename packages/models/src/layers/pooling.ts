import type { Options, OptionValues } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import type { PoolKind, Window1d, Window2d } from '../ops.js';
import { SIZE, type Size } from '../options.js';
import { expectReal, type Layer, layerOf, type SignalShape } from './layer.js';
import { outputSize, paddingOption, pair, windowOver } from './window.js';

const options = {
  poolSize: { ...SIZE, description: 'Entries a window reads: time steps, or height and width.' },
  stride: { ...SIZE, default: 2, description: 'Steps from one window to the next; by default 2.' },
  padding: paddingOption,
} as const satisfies Options;

type PoolValues = OptionValues<typeof options>;

function overTime({ poolSize, stride, padding }: PoolValues, steps: number | undefined): Window1d {
  if (steps === undefined)
    throw new SpecError('needs a known number of steps to pool over time: give the input its steps');
  const single = (value: Size) => {
    if (typeof value !== 'number')
      throw new SpecError(`expected one number for a sequence, received [${value.join(', ')}]`);
    return value;
  };
  return windowOver('time', steps, { size: single(poolSize), stride: single(stride), dilation: 1, padding });
}

function overImage({ poolSize, stride, padding }: PoolValues, height: number, width: number): Window2d {
  const [[h, w], [sh, sw]] = [pair(poolSize), pair(stride)];
  return [
    windowOver('height', height, { size: h, stride: sh, dilation: 1, padding }),
    windowOver('width', width, { size: w, stride: sw, dilation: 1, padding }),
  ];
}

/** A layer that pools windows of images, or of sequences over time, whose padding reads as zeros. */
const poolLayer = (type: string, kind: PoolKind, doc: string): Layer<typeof options> =>
  layerOf({
    type,
    doc,
    options,
    stem: () => 'pool',
    output(values, input): SignalShape {
      const shape = expectReal(input, 'image', 'sequence');
      if (shape.kind === 'sequence') {
        const window = overTime(values, shape.steps);
        return { ...shape, steps: outputSize(shape.steps!, window) };
      }
      const [h, w] = overImage(values, shape.height, shape.width);
      return { ...shape, height: outputSize(shape.height, h), width: outputSize(shape.width, w) };
    },
    parameters: () => ({}),
    apply(ops, values, { shape: input, value, lengths }, _, shape) {
      if (input.kind === 'image') {
        return { shape, value: ops.poolImage(value, kind, overImage(values, input.height, input.width)) };
      }
      const window = overTime(values, (input as { steps?: number }).steps);
      return {
        shape,
        value: ops.poolSequence(ops.mask(value, lengths!), kind, window),
        lengths: ops.windowLengths(lengths!, window),
      };
    },
  });

/** Max pooling: the largest entry of each window of an image, or of a sequence over time. */
export const maxPool = poolLayer('max-pool', 'max', 'The largest entry of each window.');

/** Average pooling: the mean of each window of an image, or of a sequence over time; the window's padding does not count. */
export const averagePool = poolLayer('average-pool', 'average', 'The mean of each window.');

/** The last valid step of a sequence: `[time, features]` to `[features]`. */
export const last = layerOf({
  type: 'last',
  doc: 'The last valid step of a sequence.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({
    shape,
    value: ops.last(value, lengths!),
  }),
});

/** Global max pooling over time: the largest of the valid steps, per feature: `[time, features]` to `[features]`. */
export const maxOverTime = layerOf({
  type: 'global-max-pool',
  doc: 'The largest of the valid steps of a sequence, feature by feature.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({ shape, value: ops.max(value, lengths!) }),
});

/** Global average pooling over time: the mean of the valid steps: `[time, features]` to `[features]`. */
export const meanOverTime = layerOf({
  type: 'global-average-pool',
  doc: 'The mean over the valid steps of a sequence.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({
    shape,
    value: ops.mean(value, lengths!),
  }),
});
