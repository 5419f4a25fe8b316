import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { tanh } from './activations.js';
import { contract, gemm, joinedProduct, joinWeights, matmul, matmulTransposed } from './matmul.js';
import { scan } from './scan.js';

const product = (x: Shape, w: Shape): Case => ({
  name: 'matmul',
  inputs: [real(x), real(w)],
  build: ([a, b]) => matmul(a!, b!),
});
const sum = (x: Shape, w: Shape, c: Shape): Case => ({
  name: 'gemm',
  inputs: [real(x), real(w), real(c)],
  build: ([a, b, addend]) => gemm(a!, b!, addend!),
});

test('gradients of products, in float64 and with the fused operators of float32', async () => {
  await checkGradients(
    [
      product([2, 3], [3, 4]),
      product([1, 1], [1, 1]),
      product([3], [3, 2]),
      product([5, 2, 3], [3, 1]),
      product(['time', 'batch', 3], [3, 4]),
      product(['batch', 1], [1, 3]),
      sum([2, 3], [3, 4], [4]),
      sum([2, 3], [3, 4], [2, 4]),
      sum([2, 3], [3, 4], [2, 1]),
      sum([2, 3], [3, 4], []),
      sum([1, 3], [3, 1], [1, 1]),
      sum(['time', 'batch', 3], [3, 4], [4]),
      sum(['batch', 3], [3, 4], ['batch', 4]),
    ],
    { single: true },
  );
});

test('products of any sizes have right gradients', async () => {
  const size = fc.integer({ min: 1, max: 5 });
  const shapes = fc.record({ lead: fc.array(size, { maxLength: 3 }), inner: size, outer: size });
  const property = fc.asyncProperty(fc.array(shapes, { minLength: 8, maxLength: 8 }), (drawn) =>
    checkGradients(
      drawn.flatMap(({ lead, inner, outer }) => [
        product([...lead, inner], [inner, outer]),
        sum([...lead, inner], [inner, outer], [outer]),
      ]),
    ),
  );
  await fc.assert(property, { numRuns: 3, seed: 2 });
});

test('operands that do not fit are refused with both shapes', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 3]);
  const w = graph.input('w', 'float32', [4, 5]);
  const stacked = graph.input('stacked', 'float32', [2, 3, 4]);
  const double = graph.input('double', 'float64', [3, 4]);
  expect(() => matmul(x, w)).toThrow(
    'Cannot multiply x: float32 [batch, 3] by w: float32 [4, 5]: the inner sizes differ.',
  );
  expect(() => matmulTransposed(x, w)).toThrow('by w: float32 [4, 5] transposed: the inner sizes differ.');
  expect(() => gemm(x, w, w)).toThrow('Cannot multiply x: float32 [batch, 3] by w: float32 [4, 5]');
  expect(() => matmul(x, stacked)).toThrow('by stacked: float32 [2, 3, 4]: expected a matrix');
  expect(() => matmul(x, double)).toThrow('expected a matrix of the same element type');
  expect(() => contract(x, w)).toThrow('Cannot multiply');
  const square = graph.input('square', 'float32', [3, 4]);
  expect(() => gemm(x, square, graph.input('c', 'float32', [3]))).toThrow(
    'Gemm cannot match [batch, 4] with [3].',
  );
  expect(() => gemm(graph.input('row', 'float32', [1, 3]), square, w)).toThrow('Gemm cannot match');
  expect(() =>
    gemm(graph.input('one', 'float32', [1, 3]), square, graph.input('more', 'float32', [2, 4])),
  ).toThrow('Gemm cannot add more: float32 [2, 4] to a product [1, 4].');
});

const [inputs, units, columns] = [3, 2, 2];
const weights = [real([inputs, columns]), real([columns]), real([units, columns])];

test('is the sum of both products and the bias', async () => {
  const graph = new Graph();
  const inputOf = { x: [2, inputs], h: [2, units], w: [inputs, columns], b: [columns], u: [units, columns] };
  const values = Object.entries(inputOf).map(([name, shape]) => graph.input(name, 'float64', shape));
  const [x, h, w, b, u] = values as [Value, Value, Value, Value, Value];
  const ones = graph.input('ones', 'float64', [2, 1]);
  graph.output('joined', joinedProduct(x, h, ones, joinWeights(w, b, u)));
  graph.output('sum', gemm(x, w, gemm(h, u, b)));
  const feeds = Object.entries(inputOf).map(([name, dims]) => [name, real(dims)] as const);
  const { joined, sum } = await withSession(graph, (session) =>
    session.run({ ...Object.fromEntries(feeds), ones: { type: 'float64', dims: [2, 1], data: [1, 1] } }),
  );
  expect(joined!.data).toHaveLength(4);
  joined!.data.forEach((value, k) => {
    expect(value).toBeCloseTo(sum!.data[k]!, 12);
  });
});

test('has the gradient of each operand, alone and in a scan', async () => {
  await checkGradients(
    [
      {
        name: 'alone',
        inputs: [real(['batch', inputs]), real(['batch', units]), ...weights],
        given: [{ ...real(['batch', 1]), data: [1, 1] }],
        build: ([x, h, kernel, bias, recurrent], [ones]) =>
          joinedProduct(x!, h!, ones!, joinWeights(kernel!, bias!, recurrent!)),
      },
      {
        name: 'in a scan',
        inputs: [real(['time', 'batch', inputs]), real(['batch', units]), ...weights],
        given: [{ ...real(['batch', 1]), data: [1, 1] }],
        build: ([x, start, kernel, bias, recurrent], [ones]) =>
          scan([start!], [x!], ([h], [at]) => {
            const next = tanh(joinedProduct(at!, h!, ones!, joinWeights(kernel!, bias!, recurrent!)));
            return { states: [next], outputs: [next] };
          }).outputs,
      },
    ],
    { single: true },
  );
});

test('in a scan the weights are joined outside of it', () => {
  const graph = new Graph();
  const input = (name: string, shape: (number | string)[]) => graph.input(name, 'float32', shape);
  const joined = joinWeights(
    input('w', [inputs, columns]),
    input('b', [columns]),
    input('u', [units, columns]),
  );
  scan([input('h', ['batch', units])], [input('x', ['time', 'batch', inputs])], ([h], [x]) => {
    const next = joinedProduct(x!, h!, input('ones', ['batch', 1]), joined);
    const types = next.graph.nodes.map(({ op }) => op.type);
    expect(types).toEqual(['Concat', 'MatMul']);
    return { states: [next], outputs: [] };
  });
});
