import { expect, test } from 'vitest';
import { checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { erf, gelu, logSoftmax, softmax } from './activations.js';
import { mul, sumAll } from './arithmetic.js';

/** The error function by its power series, which loses few digits up to |x| = 4. */
function erfOf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const normal = (x: number) => 0.5 * (1 + erfOf(x / Math.SQRT2));
const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

const references: Record<
  string,
  { op: (x: Value) => Value; of: (x: number) => number; slope: (x: number) => number }
> = {
  erf: { op: erf, of: erfOf, slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
  gelu: { op: gelu, of: (x) => x * normal(x), slope: (x) => normal(x) + x * density(x) },
};

test.each(Object.entries(references))('%s and its gradient, in float32', async (_, { op, of, slope }) => {
  const points = Array.from({ length: 41 }, (__, k) => Math.fround((k - 20) / 5.3));
  const adjoints = points.map((___, k) => 1 + (k % 3));
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['points']);
  const weights = graph.input('weights', 'float32', ['points']);
  const y = op(x);
  const [gradient] = gradients(sumAll(mul(y, weights)), [x]);
  graph.output('y', y);
  graph.output('gradient', gradient!);
  const tensor = (data: number[]) => ({ type: 'float32' as const, dims: [data.length], data });
  await withSession(graph, async (session) => {
    const results = await session.run({ x: tensor(points), weights: tensor(adjoints) });
    points.forEach((point, k) => {
      // The reference agrees with its own slope.
      expect((of(point + 1e-5) - of(point - 1e-5)) / 2e-5).toBeCloseTo(slope(point), 6);
      expect(Math.abs(results.y!.data[k]! - of(point))).toBeLessThan(2e-6);
      expect(Math.abs(results.gradient!.data[k]! - adjoints[k]! * slope(point))).toBeLessThan(2e-6);
    });
  });
});

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
