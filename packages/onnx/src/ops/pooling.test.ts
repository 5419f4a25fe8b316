import type { Window2d } from '@rnnlab/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real, small } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { gradients } from '../autodiff/gradients.js';
import { Graph } from '../graph/graph.js';
import { sumAll } from './arithmetic.js';
import { pool } from './pooling.js';

type Window = Window2d[number];

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 1 }),
    after: fc.integer({ min: 0, max: 1 }),
    positions: fc.integer({ min: 0, max: 3 }),
    left: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ size, stride, before, after, positions, left }): { window: Window; entries: number } => {
    const padding = [Math.min(before, size - 1), Math.min(after, size - 1)] as const;
    const entries = size + positions * stride + Math.min(left, stride - 1) - padding[0] - padding[1];
    // Every window must read an entry.
    return entries < size
      ? { window: { size, stride, dilation: 1, padding: [0, 0] }, entries: size }
      : { window: { size, stride, dilation: 1, padding }, entries };
  });
const drawn = fc.sample(fc.record({ height: axis, width: axis, channels: fc.integer({ min: 1, max: 3 }) }), {
  numRuns: 50,
  seed: 5,
});
const nameOf = (windows: Window2d, entries: number[]) => `[${entries}] ${JSON.stringify(windows)}`;

test('gradients of max-pooling, overlapping and padded', async () => {
  await checkGradients(
    drawn.map(({ height, width, channels }): Case => {
      const windows: Window2d = [height.window, width.window];
      return {
        name: nameOf(windows, [height.entries, width.entries]),
        inputs: [real(['batch', channels, height.entries, width.entries])],
        build: ([x]) => pool(x!, 'max', windows),
      };
    }),
  );
});

test('gradients of average-pooling: whole numbers of 36, which every window up to 3 × 3 divides', async () => {
  await checkGradients(
    drawn.map(({ height, width, channels }): Case => {
      const windows: Window2d = [height.window, width.window];
      return {
        name: nameOf(windows, [height.entries, width.entries]),
        inputs: [small([2, channels, height.entries, width.entries], 36)],
        build: ([x]) => pool(x!, 'average', windows),
      };
    }),
    { linear: 36, tolerance: 1e-5 },
  );
});

test('what pools give: padding is neither a largest entry nor counted', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [1, 1, 3, 3]);
  const window: Window = { size: 2, stride: 2, dilation: 1, padding: [0, 1] };
  graph.output('max', pool(x, 'max', [window, window]));
  graph.output('average', pool(x, 'average', [window, window]));
  await withSession(graph, async (session) => {
    const data = [-1, -2, -3, -4, -5, -6, -7, -8, -9];
    const results = await session.run({ x: { type: 'float32', dims: [1, 1, 3, 3], data } });
    expect(results.max).toEqual({ dims: [1, 1, 2, 2], data: [-1, -3, -7, -9] });
    expect(results.average).toEqual({ dims: [1, 1, 2, 2], data: [-3, -4.5, -7.5, -9] });
  });
});

test('the adjoint of equal largest entries goes to one of them', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [1, 1, 1, 3]);
  const one: Window = { size: 1, stride: 1, dilation: 1, padding: [0, 0] };
  const y = pool(x, 'max', [one, { ...one, size: 3 }]);
  graph.output('gradient', gradients(sumAll(y), [x])[0]!);
  await withSession(graph, async (session) => {
    const { gradient } = await session.run({ x: { type: 'float32', dims: [1, 1, 1, 3], data: [2, 2, 2] } });
    expect(gradient!.data).toEqual([1, 0, 0]);
  });
});
