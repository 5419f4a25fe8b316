import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernelOver, outputSize, windowOver } from './window.js';

const windows = fc.record({
  size: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
});

/** Counts the windows on the padded axis: as long as they fit, one stride apart. */
function countWindows(padded: number, extent: number, stride: number): number {
  let count = 0;
  for (let start = 0; start + extent <= padded; start += stride) count++;
  return count;
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
        expect(outputSize(entries, make())).toBe(countWindows(entries, extent, options.stride));
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
      expect(outputSize(entries, window)).toBe(outputs);
      expect(countWindows(entries + before + after, extent, options.stride)).toBe(outputs);
      expect(after - before === 0 || after - before === 1).toBe(true);
      if (after > 0)
        expect(countWindows(entries + before + after - 1, extent, options.stride)).toBeLessThan(outputs);
    }),
  );
});

test('an axis that varies keeps its size with padding "same", and cannot be strided over', () => {
  fc.assert(
    fc.property(windows, fc.integer({ min: 1, max: 20 }), (options, entries) => {
      const { padding } = windowOver('time', undefined, { ...options, stride: 1, padding: 'same' });
      const window = { ...options, stride: 1, padding };
      expect(outputSize(entries, window)).toBe(entries);
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
