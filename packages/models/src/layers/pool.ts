import type { PoolKind, Window1d, Window2d } from '../ops.js';
import { SpecError } from '../spec/error.js';
import { type Size, size, type Values } from '../spec/option.js';
import { defineLayer, expectReal, type Layer } from './layer.js';
import type { SignalShape } from './signal.js';
import { outputsOf, paddingOption, pair, windowOver } from './window.js';

const options = {
  size: size('Entries a window reads: time steps, or height and width.'),
  stride: size('Steps from one window to the next; by default 2.', 2),
  padding: paddingOption,
};

type PoolValues = Values<typeof options>;

function overTime({ size, stride, padding }: PoolValues, steps: number | undefined): Window1d {
  if (steps === undefined)
    throw new SpecError('needs a known number of steps to pool over time: give the input its steps');
  const single = (value: Size) => {
    if (typeof value !== 'number')
      throw new SpecError(`expected one number for a sequence, received [${value.join(', ')}]`);
    return value;
  };
  return windowOver('time', steps, { size: single(size), stride: single(stride), dilation: 1, padding });
}

function overImage({ size, stride, padding }: PoolValues, height: number, width: number): Window2d {
  const [[h, w], [sh, sw]] = [pair(size), pair(stride)];
  return [
    windowOver('height', height, { size: h, stride: sh, dilation: 1, padding }),
    windowOver('width', width, { size: w, stride: sw, dilation: 1, padding }),
  ];
}

/**
 * A layer that pools windows of images, or of sequences over time, where steps behind an example's length read as
 * zeros.
 */
export const poolLayer = (type: string, kind: PoolKind, doc: string): Layer<typeof options> =>
  defineLayer({
    type,
    doc,
    options,
    stem: () => 'pool',
    output(values, input): SignalShape {
      const shape = expectReal(input, 'image', 'sequence');
      if (shape.kind === 'sequence') {
        const window = overTime(values, shape.steps);
        return { ...shape, steps: outputsOf(shape.steps!, window) };
      }
      const [h, w] = overImage(values, shape.height, shape.width);
      return { ...shape, height: outputsOf(shape.height, h), width: outputsOf(shape.width, w) };
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
