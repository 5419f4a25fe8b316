import { expect, test } from 'vitest';
import { checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { logSoftmax } from './log-softmax.js';
import { softmax } from './softmax.js';

test('gradients of softmax and its logarithm', async () => {
  const shapes: Shape[] = [[4], [2, 3], [3, 1], ['time', 'batch', 5]];
  await checkGradients(
    shapes.flatMap((shape) =>
      [softmax, logSoftmax].map((op) => ({
        name: op.name,
        inputs: [real(shape)],
        build: ([x]) => op(x!),
      })),
    ),
  );
});

test('softmax is over the last axis and does not overflow', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 2]);
  graph.output('softmax', softmax(x));
  graph.output('log', logSoftmax(x));
  await withSession(graph, async (session) => {
    const feeds = { x: { type: 'float32' as const, dims: [2, 2], data: [1000, 0, 3, 3] } };
    const results = await session.run(feeds);
    expect(results.softmax!.data).toEqual([1, 0, 0.5, 0.5]);
    const half = Number(Math.LN2.toFixed(5));
    expect(results.log!.data.map((v) => Number(v.toFixed(5)))).toEqual([0, -1000, -half, -half]);
  });
});

test('a scalar has no last axis', () => {
  const scalar = new Graph().input('x', 'float32', []);
  expect(() => softmax(scalar)).toThrow('x: float32 [] has no axis -1');
  expect(() => logSoftmax(scalar)).toThrow('x: float32 [] has no axis -1');
});
