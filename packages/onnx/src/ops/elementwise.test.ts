import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { add } from './add.js';
import { div } from './div.js';
import type { Operand } from './elementwise.js';
import { exp } from './exp.js';
import { identity } from './identity.js';
import { max } from './max.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { sqrt } from './sqrt.js';
import { sub } from './sub.js';
import { tanh } from './tanh.js';

const binaries: Record<string, (a: Operand, b: Operand) => Value> = { add, sub, mul, div };
const unaries: Record<string, (x: Value) => Value> = { exp, identity, neg, relu, sigmoid, sqrt, tanh };

/** Entries that every operator takes, and where it is smooth. */
const positive = { from: 0.5, to: 2 };

const binaryCases = (a: Shape, b: Shape): Case[] =>
  Object.entries(binaries).map(([name, op]) => ({
    name: `${name} of [${a}] and [${b}]`,
    inputs: [real(a), real(b, positive)],
    build: ([x, y]) => op(x!, y!),
  }));

test('the gradient of every binary operator sums over what was broadcast, in every position', async () => {
  const shapes: [Shape, Shape][] = [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [[3], [2, 3]],
    [[2, 3], []],
    [[], [2, 3]],
    [[], []],
    [
      [2, 1],
      [1, 3],
    ],
    [
      [2, 1, 3],
      [4, 1],
    ],
    [[1, 1], [5]],
    [['time', 'batch', 3], [3]],
    [
      ['batch', 3],
      ['time', 'batch', 3],
    ],
    [
      ['time', 'batch', 3],
      ['batch', 1],
    ],
    [['time', 1], ['batch']],
    [
      ['one', 2],
      ['one', 2],
    ],
  ];
  await checkGradients(shapes.flatMap(([a, b]) => binaryCases(a, b)));
});

test('binary operators take numbers on either side', async () => {
  await checkGradients(
    Object.entries(binaries).flatMap(([name, op]): Case[] => [
      { name: `${name} with a number`, inputs: [real([2, 3])], build: ([x]) => op(x!, 3) },
      { name: `a number ${name}`, inputs: [real([2, 3], positive)], build: ([x]) => op(3, x!) },
    ]),
  );
});

test('gradients of unary operators', async () => {
  const shapes: Shape[] = [[], [1], [2, 3], ['time', 'batch', 5]];
  await checkGradients(
    Object.entries(unaries).flatMap(([name, op]) =>
      shapes.map(
        (shape): Case => ({
          name: `${name} of [${shape}]`,
          inputs: [real(shape, name === 'sqrt' ? positive : undefined)],
          build: ([x]) => op(x!),
        }),
      ),
    ),
  );
});

test('any two shapes that broadcast have right gradients', async () => {
  const pair = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('both', 'a', 'b')), { maxLength: 4 })
    .chain((axes) => fc.tuple(fc.constant(axes), fc.nat(axes.length), fc.nat(axes.length)))
    .map(([axes, cutA, cutB]): [Shape, Shape] => [
      axes.map(([size, who]) => (who === 'b' ? 1 : size)).slice(cutA),
      axes.map(([size, who]) => (who === 'a' ? 1 : size)).slice(cutB),
    ]);
  const property = fc.asyncProperty(fc.array(pair, { minLength: 8, maxLength: 8 }), (pairs) =>
    checkGradients(pairs.flatMap(([a, b]) => binaryCases(a, b))),
  );
  await fc.assert(property, { numRuns: 5, seed: 1 });
}, 20_000);

test('a value that is used twice gets both adjoints', async () => {
  await checkGradients([
    { name: 'x · x', inputs: [real([2, 3])], build: ([x]) => mul(x!, x!) },
    { name: 'x + x', inputs: [real([2, 3])], build: ([x]) => add(x!, x!) },
    { name: 'x - x · y', inputs: [real([3]), real([2, 3])], build: ([x, y]) => sub(x!, mul(x!, y!)) },
    { name: 'x ÷ (x + 4)', inputs: [real([2])], build: ([x]) => div(x!, add(x!, 4)) },
  ]);
});

test('shapes and element types that do not match are refused with both', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 3]);
  expect(() => add(x, graph.input('y', 'float32', [2, 4]))).toThrow('Add cannot match [2, 3] with [2, 4].');
  expect(() => mul(x, graph.input('z', 'float32', ['batch', 3]))).toThrow(
    'Mul cannot match [2, 3] with [batch, 3].',
  );
  expect(() => sub(x, graph.input('w', 'float64', [2, 3]))).toThrow(
    'Sub needs one element type, received float32 and float64.',
  );
  expect(() => add(x, new Graph().input('z', 'float32', [3]))).toThrow('belongs to another graph');
});

test('max takes the larger entry', () => {
  const graph = new Graph();
  expect(max(graph.input('x', 'float32', [2, 1]), graph.input('y', 'float32', [3])).shape).toEqual([2, 3]);
});
