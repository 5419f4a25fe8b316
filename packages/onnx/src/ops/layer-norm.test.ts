import { expect, test } from 'vitest';
import { checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { layerNorm } from './layer-norm.js';

test('the gradient of layer normalization', async () => {
  const shapes: Shape[] = [
    [2, 5],
    ['batch', 3],
    ['time', 'batch', 4],
    [3, 2],
    [1, 7],
  ];
  await checkGradients(
    shapes.map((shape) => ({
      name: `[${shape}]`,
      inputs: [real(shape), real(shape.slice(-1)), real(shape.slice(-1))],
      build: ([x, gain, offset]) => layerNorm(x!, gain!, offset!, 1e-2),
    })),
  );
  // A single feature is always its own mean.
  await checkGradients([
    {
      name: 'one feature',
      inputs: [real([3, 1]), real([1]), real([1])],
      build: ([x, gain, offset]) => layerNorm(x!, gain!, offset!, 1e-5),
    },
  ]);
});

test('a vector gets mean 0 and variance 1, then the gain and the offset', async () => {
  const graph = new Graph();
  const vector = (name: string) => graph.input(name, 'float64', [4]);
  graph.output('y', layerNorm(graph.input('x', 'float64', [1, 4]), vector('gain'), vector('offset'), 1e-12));
  const feed = (data: number[], dims = [4]) => ({ type: 'float64' as const, dims, data });
  await withSession(graph, async (session) => {
    const { y } = await session.run({
      x: feed([1, 3, 5, 7], [1, 4]),
      gain: feed([1, 1, 2, 1]),
      offset: feed([0, 0, 0, 10]),
    });
    const unit = 1 / Math.sqrt(5);
    [-3 * unit, -unit, 2 * unit, 3 * unit + 10].forEach((expected, k) => {
      expect(y!.data[k]).toBeCloseTo(expected, 9);
    });
  });
});
