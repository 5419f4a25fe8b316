import type { Window2d } from '@rnnlab/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real, small } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { convolve, convolveTime, outputSize, shiftAndAdd, unfoldTime } from './convolution.js';
import { dimPlus, padTime, sliceTime } from './slicing.js';

type Window = Window2d[number];

/** A window and the size of an axis that it fits on, often with entries that the stride leaves over. */
const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: 0, max: 2 }),
    after: fc.integer({ min: 0, max: 2 }),
    positions: fc.integer({ min: 0, max: 2 }),
    left: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ size, stride, dilation, before, after, positions, left }): { window: Window; entries: number } => {
    const extent = (size - 1) * dilation + 1;
    const padding = [Math.min(before, extent - 1), Math.min(after, extent - 1)] as const;
    const reach = extent + positions * stride + Math.min(left, stride - 1);
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
  const [height, width] = [outputSize(h!, rows), outputSize(w!, columns)];
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

const sizes = [
  { size: 1, dilation: 1 },
  { size: 2, dilation: 1 },
  { size: 3, dilation: 2 },
  { size: 2, dilation: 5 },
];

test('the gradient of a convolution over time, in float64 and in float32', async () => {
  const cases = sizes.flatMap(({ size, dilation }) =>
    [
      [1, 1],
      [3, 2],
      [2, 4],
    ].map(
      ([features, units]): Case => ({
        name: `size ${size}, dilation ${dilation}, ${features} to ${units}`,
        inputs: [real([7, 'batch', features!]), real([units!, features!, size]), real([units!])],
        build: ([x, kernel, bias]) => convolveTime(x!, kernel!, bias!, dilation),
      }),
    ),
  );
  await checkGradients(cases, { single: true });
});

test('what it gives is its definition', async () => {
  for (const { size, dilation } of sizes) {
    const [x, kernel, bias] = [real([7, 2, 3]), real([2, 3, size]), real([2])];
    const graph = new Graph();
    const [a, b, c] = [x, kernel, bias].map(({ shape }, k) => graph.input(`input_${k}`, 'float64', shape));
    const y = convolveTime(a!, b!, c!, dilation);
    graph.output('y', y);
    const results = await withSession(graph, (session) => {
      const feeds = [x, kernel, bias].map(({ dims, data }, k) => [
        `input_${k}`,
        { type: 'float64' as const, dims, data },
      ]);
      return session.run(Object.fromEntries(feeds));
    });
    const steps = 7 - (size - 1) * dilation;
    expect(results.y!.dims).toEqual([steps, 2, 2]);
    results.y!.data.forEach((value, index) => {
      const [step, example, unit] = [Math.floor(index / 4), Math.floor(index / 2) % 2, index % 2];
      let sum = bias.data[unit]!;
      for (let k = 0; k < size; k++)
        for (let feature = 0; feature < 3; feature++)
          sum +=
            x.data[((step + k * dilation) * 2 + example) * 3 + feature]! *
            kernel.data[(unit * 3 + feature) * size + k]!;
      expect(value).toBeCloseTo(sum, 12);
    });
  }
});

const of = (shape: Shape, build: (x: Value) => Value): Case => ({
  name: `${build} of [${shape}]`,
  inputs: [real(shape)],
  build: ([x]) => build(x!),
});

test('gradients of padding, cutting, unfolding and folding over time', async () => {
  const wide: Shape = [7, 'batch', 6];
  const free: Shape = ['time', 'batch', 6];
  await checkGradients([
    ...[
      [0, 0],
      [1, 0],
      [0, 2],
      [2, 3],
    ].flatMap(([before, after]) => [
      of(wide, (x) => padTime(x, before!, after!)),
      of(free, (x) => padTime(x, before!, after!)),
      of(wide, (x) => sliceTime(x, before!, after!)),
      of(free, (x) => sliceTime(padTime(x, 3, 3), before!, after!)),
    ]),
    ...[
      [1, 1],
      [2, 1],
      [3, 1],
      [3, 2],
      [2, 5],
    ].flatMap(([size, dilation]) => [
      of(wide, (x) => unfoldTime(x, size!, dilation!)),
      of([7, 'batch', 6 * size!], (x) => shiftAndAdd(x, size!, dilation!)),
    ]),
    of(free, (x) => unfoldTime(x, 3, 1)),
    of(free, (x) => shiftAndAdd(x, 2, 2)),
  ]);
});

test('what they give', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['time', 1, 2]);
  graph.output('padded', padTime(x, 1, 2));
  graph.output('cut', sliceTime(x, 1, 2));
  graph.output('unfolded', unfoldTime(x, 2, 2));
  graph.output('folded', shiftAndAdd(x, 2, 1));
  await withSession(graph, async (session) => {
    const data = [1, 2, 3, 4, 5, 6, 7, 8];
    const results = await session.run({ x: { type: 'float32', dims: [4, 1, 2], data } });
    expect(results.padded).toEqual({ dims: [7, 1, 2], data: [0, 0, ...data, 0, 0, 0, 0] });
    expect(results.cut).toEqual({ dims: [1, 1, 2], data: [3, 4] });
    expect(results.unfolded).toEqual({ dims: [2, 1, 4], data: [1, 2, 5, 6, 3, 4, 7, 8] });
    expect(results.folded).toEqual({ dims: [3, 1, 1], data: [1 + 4, 3 + 6, 5 + 8] });
  });
});

test('a size that is made longer and shorter again has its name again', () => {
  expect(dimPlus(4, -3)).toBe(1);
  expect(dimPlus('steps', 2)).toBe('steps+2');
  expect(dimPlus(dimPlus('steps', 2), -2)).toBe('steps');
  expect(dimPlus(dimPlus('steps', 2), -5)).toBe('steps-3');
  expect(dimPlus('steps', 0)).toBe('steps');
});
