import { SpecError } from '../errors.js';
import type { Window1d } from '../ops.js';
import type { Size } from '../options.js';

/** How a window treats the ends of an axis. */
export type Padding = 'valid' | 'same';

/** The option of convolutions and pooling for the ends of an axis. */
export const paddingOption = {
  enum: ['valid', 'same'],
  default: 'valid',
  description:
    '`valid`: only where the window fits; `same`: ⌈size / stride⌉ outputs, the axis padded on both sides.',
} as const;

/** Height and width of a size option. */
export const pair = (size: Size): readonly [number, number] =>
  typeof size === 'number' ? [size, size] : size;

/**
 * Computes the window over an axis with its padding.
 *
 * @param entries - Entries of the axis; undefined if they vary, as those of time.
 * @throws {SpecError} When the window is larger than the axis, or has a stride over an axis that varies.
 */
export function windowOver(
  axis: string,
  entries: number | undefined,
  { size, stride, dilation, padding }: { size: number; stride: number; dilation: number; padding: Padding },
): Window1d {
  const extent = (size - 1) * dilation + 1;
  if (entries === undefined && stride > 1) {
    throw new SpecError(
      `needs a known number of steps to move over ${axis} by ${stride}: give the input its steps`,
    );
  }
  if (padding === 'valid') {
    if (entries !== undefined && extent > entries) {
      throw new SpecError(`has a window of ${extent} over a ${axis} of ${entries}: it must not be larger`);
    }
    return { size, stride, dilation, padding: [0, 0] };
  }
  const outputs = entries === undefined ? undefined : Math.ceil(entries / stride);
  const total = outputs === undefined ? extent - 1 : Math.max(0, (outputs - 1) * stride + extent - entries!);
  const before = Math.floor(total / 2);
  return { size, stride, dilation, padding: [before, total - before] };
}

/** As {@link windowOver}, for a convolution: an even kernel has no middle, so `same` with a stride is refused. */
export function kernelOver(
  axis: string,
  entries: number | undefined,
  options: Parameters<typeof windowOver>[2],
): Window1d {
  if (options.padding === 'same' && options.size % 2 === 0 && options.stride > 1) {
    throw new SpecError(
      `has an even kernel of ${options.size} over the ${axis} with padding "same" and stride ${options.stride}: ` +
        `expected an odd kernel, as an even one has no middle`,
    );
  }
  return windowOver(axis, entries, options);
}

/** The number of outputs of a window that moves over an axis. */
export function outputSize(
  entries: number,
  { size, stride, dilation, padding: [before, after] }: Window1d,
): number {
  const extent = (size - 1) * dilation + 1;
  return Math.floor((entries + before + after - extent) / stride) + 1;
}
