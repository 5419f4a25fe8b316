import type { Window2d } from '@rnnlab/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, small } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { convolve, windowed } from './convolve.js';

type Window = Window2d[number];

/** A window and the size of an axis that it fits on, often with entries that the stride leaves over. */
const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: 0, max: 2 }),
    after: fc.integer({ min: 0, max: 2 }),
    places: fc.integer({ min: 0, max: 2 }),
    left: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ size, stride, dilation, before, after, places, left }): { window: Window; entries: number } => {
    const extent = (size - 1) * dilation + 1;
    const padding = [Math.min(before, extent - 1), Math.min(after, extent - 1)] as const;
    const reach = extent + places * stride + Math.min(left, stride - 1);
    return {
      window: { size, stride, dilation, padding },
      entries: Math.max(1, reach - padding[0] - padding[1]),
    };
  });

const drawn = fc.sample(
  fc.record({
    height: axis,
    width: axis,
    batch: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    units: fc.integer({ min: 1, max: 2 }),
  }),
  { numRuns: 60, seed: 11 },
);

test('gradients of convolutions are exact, for any size, stride, dilation, padding and left-over rows', async () => {
  const cases = drawn.map(({ height, width, batch, channels, units }): Case => {
    const windows: Window2d = [height.window, width.window];
    return {
      name: `[${[batch, channels, height.entries, width.entries]}] ${JSON.stringify(windows)}`,
      inputs: [
        small([batch, channels, height.entries, width.entries]),
        small([units, channels, height.window.size, width.window.size]),
        small([units]),
      ],
      build: ([x, kernel, bias]) => convolve(x!, kernel!, bias!, windows),
    };
  });
  await checkGradients(cases, { linear: 1, tolerance: 0 });
});

test('a batch whose size only the run knows', async () => {
  const window: Window = { size: 2, stride: 2, dilation: 1, padding: [0, 0] };
  await checkGradients(
    [1, 2].map((channels) => ({
      name: `${channels} channels`,
      inputs: [small([2, channels, 5, 4]), small([3, channels, 2, 2]), small([3])],
      build: ([x, kernel, bias]) => convolve(x!, kernel!, bias!, [window, window]),
    })),
    { linear: 1, tolerance: 0 },
  );
});

/** Cross-correlation by its definition. */
function reference(
  x: number[],
  [channels, h, w]: number[],
  kernel: number[],
  units: number,
  windows: Window2d,
) {
  const [rows, columns] = windows;
  const [height, width] = [windowed(h!, rows), windowed(w!, columns)];
  const result: number[] = [];
  for (let unit = 0; unit < units; unit++)
    for (let r = 0; r < height; r++)
      for (let c = 0; c < width; c++) {
        let sum = 0;
        for (let channel = 0; channel < channels!; channel++)
          for (let i = 0; i < rows.size; i++)
            for (let j = 0; j < columns.size; j++) {
              const row = r * rows.stride + i * rows.dilation - rows.padding[0];
              const column = c * columns.stride + j * columns.dilation - columns.padding[0];
              if (row < 0 || row >= h! || column < 0 || column >= w!) continue;
              sum +=
                x[(channel * h! + row) * w! + column]! *
                kernel[((unit * channels! + channel) * rows.size + i) * columns.size + j]!;
            }
        result.push(sum + unit);
      }
  return { shape: [1, units, height, width], result };
}

test('what a convolution gives is its definition', async () => {
  for (const { height, width, channels, units } of drawn.slice(0, 10)) {
    const windows: Window2d = [height.window, width.window];
    const shape = [1, channels, height.entries, width.entries];
    const [x, kernel] = [small(shape), small([units, channels, height.window.size, width.window.size])];
    const bias = Array.from({ length: units }, (_, unit) => unit);
    const graph = new Graph();
    const y = convolve(
      graph.input('x', 'float32', shape),
      graph.input('kernel', 'float32', kernel.shape),
      graph.input('bias', 'float32', [units]),
      windows,
    );
    graph.output('y', y);
    const expected = reference(x.data, shape.slice(1), kernel.data, units, windows);
    expect(y.shape).toEqual(expected.shape);
    await withSession(graph, async (session) => {
      const { y: got } = await session.run({
        x: { type: 'float32', dims: shape, data: x.data },
        kernel: { type: 'float32', dims: kernel.dims, data: kernel.data },
        bias: { type: 'float32', dims: [units], data: bias },
      });
      expect(got!.data.map((value) => value + 0)).toEqual(expected.result.map((value) => value + 0));
    });
  }
});

test('channels that differ are refused', () => {
  const graph = new Graph();
  const window: Window = { size: 1, stride: 1, dilation: 1, padding: [0, 0] };
  expect(() =>
    convolve(
      graph.input('x', 'float32', ['batch', 2, 4, 4]),
      graph.input('kernel', 'float32', [3, 1, 1, 1]),
      graph.input('bias', 'float32', [3]),
      [window, window],
    ),
  ).toThrow(
    'Cannot convolve x: float32 [batch, 2, 4, 4] with kernel: float32 [3, 1, 1, 1]: channels differ.',
  );
});
