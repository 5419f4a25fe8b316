import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formula, outputOf, shapesOf } from '../../test/formulas.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';
import { kernelOver, outputsOf, windowOver } from './window.js';

const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;
const sequence = (steps?: number): ModelSpec['input'] => ({
  type: 'sequence',
  features: 3,
  ...(steps && { steps }),
});

const windows = fc.record({
  size: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
});

/** Where windows start on the padded axis: as long as they fit, one stride apart. */
function placesOf(padded: number, extent: number, stride: number): number {
  let places = 0;
  for (let start = 0; start + extent <= padded; start += stride) places++;
  return places;
}

test('a valid window is placed as often as it fits', () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 1, max: 20 }), (options, entries) => {
      const extent = (options.size - 1) * options.dilation + 1;
      const make = () => windowOver('time', entries, { ...options, padding: 'valid' });
      if (extent > entries) {
        expect(make).toThrow(`has a window of ${extent} over a time of ${entries}: it must not be larger`);
      } else {
        expect(make().padding).toEqual([0, 0]);
        expect(outputsOf(entries, make())).toBe(placesOf(entries, extent, options.stride));
      }
    }),
  );
});

test('padding "same" gives ⌈entries / stride⌉ outputs, with as little padding as does it, evenly', () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 1, max: 20 }), (options, entries) => {
      const window = windowOver('time', entries, { ...options, padding: 'same' });
      const [before, after] = window.padding;
      const extent = (options.size - 1) * options.dilation + 1;
      const outputs = Math.ceil(entries / options.stride);
      expect(outputsOf(entries, window)).toBe(outputs);
      expect(placesOf(entries + before + after, extent, options.stride)).toBe(outputs);
      expect(after - before === 0 || after - before === 1).toBe(true);
      if (after > 0)
        expect(placesOf(entries + before + after - 1, extent, options.stride)).toBeLessThan(outputs);
    }),
  );
});

test('an axis that varies keeps its size with padding "same", and cannot be strided over', () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 1, max: 20 }), (options, entries) => {
      const { padding } = windowOver('time', undefined, { ...options, stride: 1, padding: 'same' });
      const window = { ...options, stride: 1, padding };
      expect(outputsOf(entries, window)).toBe(entries);
      for (const kind of ['valid', 'same'] as const) {
        if (options.stride > 1)
          expect(() => windowOver('time', undefined, { ...options, padding: kind })).toThrow(
            `needs a known number of steps to move over time by ${options.stride}: give the input its steps`,
          );
      }
    }),
  );
});

test('an even kernel with padding "same" and a stride has no middle and is refused', () => {
  const same = { dilation: 1, padding: 'same' } as const;
  expect(() => kernelOver('width', 9, { size: 4, stride: 2, ...same })).toThrow(
    'has an even kernel of 4 over the width with padding "same" and stride 2: expected an odd kernel',
  );
  expect(kernelOver('width', 9, { size: 4, stride: 1, ...same }).padding).toEqual([1, 2]);
  expect(kernelOver('width', 9, { size: 3, stride: 2, ...same }).padding).toEqual([1, 1]);
  expect(kernelOver('width', 9, { size: 4, stride: 2, dilation: 1, padding: 'valid' }).padding).toEqual([
    0, 0,
  ]);
});

test('conv1d', () => {
  const layer: LayerSpec = { type: 'conv1d', units: 4, size: 3, dilation: 2 };
  expect(outputOf(sequence(9), layer)).toEqual({ kind: 'sequence', features: 4, steps: 5 });
  expect(outputOf(sequence(), layer)).toEqual({ kind: 'sequence', features: 4, steps: undefined });
  expect(shapesOf(sequence(), layer)).toEqual({ '0.conv1d.kernel': [4, 3, 3], '0.conv1d.bias': [4] });
  expect(formula(sequence(9), layer)).toEqual({
    shape: { kind: 'sequence', features: 4, steps: 5 },
    value: 'convolve(x, n, 0.conv1d.kernel, 0.conv1d.bias, 3 by 1 dilated 2 padded 0+0)',
    lengths: 'n/3',
  });
  expect(formula({ type: 'tokens', vocabulary: 7 }, { type: 'one-hot' }, layer).value).toBe(
    'convolve(x of 7, n, 1.conv1d.kernel, 1.conv1d.bias, 3 by 1 dilated 2 padded 0+0)',
  );
  expect(formula(sequence(9), { ...layer, dilation: 1, stride: 2, padding: 'same' }).value).toContain(
    '3 by 2 padded 1+1',
  );
});

test('conv2d takes one number for both axes, or one for each', () => {
  const layer: LayerSpec = { type: 'conv2d', units: 5, size: [3, 2], stride: [2, 1] };
  expect(outputOf(image, layer)).toEqual({ kind: 'image', channels: 5, height: 3, width: 5 });
  expect(shapesOf(image, layer)).toEqual({ '0.conv2d.kernel': [5, 2, 3, 2], '0.conv2d.bias': [5] });
  expect(formula(image, layer).value).toBe(
    'convolve(x, 0.conv2d.kernel, 0.conv2d.bias, 3 by 2 padded 0+0 × 2 by 1 padded 0+0)',
  );
  expect(formula(image, { type: 'conv2d', units: 1, size: 3, padding: 'same' }).value).toContain(
    '3 by 1 padded 1+1 × 3 by 1 padded 1+1',
  );
});

test('pools read windows of images, or of sequences with a known number of steps', () => {
  expect(outputOf(image, { type: 'max-pool', size: 2 })).toEqual({
    kind: 'image',
    channels: 2,
    height: 3,
    width: 3,
  });
  expect(formula(image, { type: 'average-pool', size: [3, 2], padding: 'same' }).value).toBe(
    'average(x, 3 by 2 padded 1+1 × 2 by 2 padded 0+0)',
  );
  const overlapping: LayerSpec = { type: 'max-pool', size: 4, stride: 2, padding: 'same' };
  expect(formula(sequence(9), overlapping)).toEqual({
    shape: { kind: 'sequence', features: 3, steps: 5 },
    value: 'max(mask(x, n), 4 by 2 padded 1+2)',
    lengths: 'n/4',
  });
  expect(() => outputOf(sequence(), { type: 'max-pool', size: 2 })).toThrow(
    'Layer 0 (max-pool) needs a known number of steps to pool over time: give the input its steps.',
  );
  expect(() => outputOf(sequence(9), { type: 'average-pool', size: [2, 2] })).toThrow(
    'Layer 0 (average-pool) expected one number for a sequence, received [2, 2].',
  );
});

test('an image becomes a vector', () => {
  expect(formula(image, { type: 'flatten' })).toEqual({
    shape: { kind: 'vector', features: 84 },
    value: 'flatten image(x)',
  });
});
