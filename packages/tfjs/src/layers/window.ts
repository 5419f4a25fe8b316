import type { SymbolicTensor } from '../tf.js';
import { type Context, connect, type Flow } from './context.js';

export interface WindowOptions {
  size: number;
  stride: number;
  dilation?: number;
  padding: 'valid' | 'same';
}

/** Height and width of an option. */
export const pair = (size: number | readonly [number, number]): [number, number] =>
  typeof size === 'number' ? [size, size] : [...size];

/** Steps from the first to the last that a window reads. */
export const extentOf = ({ size, dilation = 1 }: WindowOptions): number => (size - 1) * dilation + 1;

/** Lengths after a window has moved over a sequence. */
export function movedLengths(
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
    custom.windowLengths({
      name: `${name}.lengths`,
      extent,
      stride,
      padding: padding === 'same' ? Math.max(reached, 0) : 0,
    }),
    lengths!,
  );
}
