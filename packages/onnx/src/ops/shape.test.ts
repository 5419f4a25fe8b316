import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { reduceSum, sumAll } from './arithmetic.js';
import { collapse, reshape, reshapeLike, squeeze, transpose, unsqueeze } from './shape.js';
import { concat, split, splitSizes } from './slicing.js';

const of = (shape: Shape, build: (x: Value) => Value | Value[]): Case => ({
  name: `${build}`,
  inputs: [real(shape)],
  build: ([x]) => build(x!),
});

test('gradients of reshaping, transposing and joining axes', async () => {
  await checkGradients([
    of([2, 3], (x) => reshape(x, [3, 2])),
    of([2, 3], (x) => reshape(x, [6])),
    of([1], (x) => reshape(x, [])),
    of(['batch', 6], (x) => reshape(x, ['batch', 2, 3])),
    of([2, 3], (x) => transpose(x)),
    of([2, 3, 4], (x) => transpose(x, [1, 2, 0])),
    of(['time', 'batch', 3], (x) => transpose(x, [1, 0, 2])),
    of([], (x) => transpose(x)),
    of([2, 3], (x) => unsqueeze(x, [-1])),
    of(['batch', 3], (x) => unsqueeze(x, [-4, -2])),
    of([], (x) => unsqueeze(x, [-1])),
    of([2, 1, 3, 1], (x) => squeeze(x, [-1, -3])),
    of(['time', 'batch', 3], (x) => collapse(x, 1)),
    of([2, 'batch', 1, 3], (x) => collapse(x, 2)),
    of([3], (x) => collapse(x, 1)),
    of([2, 3], (x) => collapse(x, 0)),
    {
      name: 'reshapeLike',
      inputs: [real(['time', 6]), real(['time', 2, 3])],
      build: ([x, like]) => reshapeLike(x!, like!),
    },
  ]);
});

test('gradients of sums over any axes', async () => {
  const shapes: Shape[] = [
    [2, 3, 4],
    ['time', 'batch', 3],
    [1, 1, 1],
  ];
  const axes = [[-1], [-2], [-3], [-1, -2], [-3, -1], [-1, -2, -3]];
  await checkGradients([
    ...shapes.flatMap((shape) =>
      axes.flatMap((list) => [
        of(shape, (x) => reduceSum(x, list)),
        of(shape, (x) => reduceSum(x, list, { keep: true })),
      ]),
    ),
    of([], (x) => sumAll(x)),
    of(['batch'], (x) => sumAll(x)),
  ]);
});

test('gradients of cutting and joining along any axis', async () => {
  await checkGradients([
    of([2, 6], (x) => split(x, 3)),
    of([2, 6], (x) => split(x, 3)[1]!),
    of([4, 2, 3], (x) => splitSizes(x, [1, 3], -3)),
    of(['time', 'batch', 4], (x) => splitSizes(x, [1, 2, 1]).slice(1)),
    of([5], (x) => splitSizes(x, [5])),
    of([2, 3], (x) => concat([x, x])),
    of([2, 4], (x) => concat(split(x, 2).reverse())),
    {
      name: 'concat of three',
      inputs: [real(['batch', 1]), real(['batch', 2]), real(['batch', 3])],
      build: (parts) => concat(parts),
    },
    {
      name: 'concat on the first axis',
      inputs: [real([1, 3]), real([2, 3])],
      build: (parts) => concat(parts, -2),
    },
  ]);
});

test('what is cut and joined again is the same, for any sizes', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
  const drawn = fc.sample(fc.tuple(sizes, fc.integer({ min: 1, max: 3 })), { numRuns: 20, seed: 3 });
  const graph = new Graph();
  for (const [parts, lead] of drawn) {
    const x = graph.constant(
      'x',
      'float32',
      [lead, parts.reduce((a, b) => a + b)],
      new Float32Array(lead * parts.reduce((a, b) => a + b)),
    );
    expect(concat(splitSizes(x, parts)).shape).toEqual(x.shape);
    expect(splitSizes(x, parts).map((part) => part.dim(-1))).toEqual(parts);
  }
});

test('axes, sizes and shapes that do not fit are refused', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 6]);
  const y = graph.input('y', 'float32', ['batch', 2, 3]);
  expect(() => reduceSum(x, [0])).toThrow('x: float32 [batch, 6] has no axis 0: expected one from -2 to -1.');
  expect(() => reduceSum(x, [-3])).toThrow('has no axis -3');
  expect(() => unsqueeze(x, [0])).toThrow('needs different axes from -3 to -1, received 0.');
  expect(() => unsqueeze(x, [-1, -1])).toThrow('received -1,-1');
  expect(() => squeeze(x, [-1])).toThrow('needs axes of size 1, received -1.');
  expect(() => transpose(x, [0, 0])).toThrow('needs each of its axes once, received 0, 0.');
  expect(() => transpose(x, [0])).toThrow('needs each of its axes once, received 0.');
  expect(() => split(x, 4)).toThrow('Cannot cut axis -1 of x: float32 [batch, 6] into 4 equal parts.');
  expect(() => split(x, 2, -2)).toThrow('Axis -2 of x [batch, 6] must have a known size.');
  expect(() => splitSizes(x, [2, 3])).toThrow('Cannot cut axis -1 of x: float32 [batch, 6] into 2 + 3.');
  expect(() => concat([x, y])).toThrow(
    'Concat cannot join x: float32 [batch, 6] and y: float32 [batch, 2, 3] on axis -1.',
  );
  expect(() => concat([x, graph.input('z', 'float64', ['batch', 6])])).toThrow('Concat cannot join');
  expect(() => concat([x, graph.input('t', 'float32', ['time', 6])])).toThrow('Concat cannot join');
  expect(() => concat([x, x], 1)).toThrow('has no axis 1');
  expect(() => reshape(x, ['a', 'b'])).toThrow('Reshape to [a, b] has more than one unknown size.');
  expect(() => reshape(graph.input('known', 'float32', [2, 3]), [5])).toThrow(
    'Cannot reshape known: float32 [2, 3] to [5]: the numbers of entries differ.',
  );
  expect(() => collapse(y, 3)).toThrow('Axis -3 of y [batch, 2, 3] must have a known size.');
});
