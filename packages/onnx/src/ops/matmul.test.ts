import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { Graph } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { gemm } from './gemm.js';
import { contract, matmul, matmulTransposed } from './matmul.js';

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
