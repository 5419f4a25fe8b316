import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import type { Shape } from '../graph/types.js';
import { elu, hardSigmoid, relu, sigmoid, tanh } from './activations.js';
import { add, div, exp, identity, log, mul, neg, type Operand, sqrt, sub, sumAll } from './arithmetic.js';
import { abs, less, max, min, reduceMax, sign, where } from './comparison.js';

const binaries: Record<string, (a: Operand, b: Operand) => Value> = { add, sub, mul, div };
const unaries: Record<string, (x: Value) => Value> = {
  elu,
  exp,
  hardSigmoid,
  identity,
  log,
  neg,
  relu,
  sigmoid,
  sqrt,
  tanh,
};
/** Both sides of the kinks of the hard sigmoid at ±2.5. */
const ranges: Record<string, { from: number; to: number }> = {
  hardSigmoid: { from: -4, to: 4 },
  log: { from: 0.5, to: 2 },
  sqrt: { from: 0.5, to: 2 },
};

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
          inputs: [real(shape, ranges[name])],
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
});

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

test('gradients of a choice go to what was chosen, summed over what was broadcast', async () => {
  const choice = (condition: Shape, a: Shape, b: Shape | number): Case => ({
    name: `where [${condition}] then [${a}] else ${b}`,
    inputs: [real(a), ...(typeof b === 'number' ? [] : [real(b)])],
    given: [real(condition)],
    build: ([x, y], [sign]) => where(less(sign!, 0), x!, y ?? 7),
  });
  await checkGradients([
    choice([2, 3], [2, 3], [2, 3]),
    choice([2, 3], [2, 3], 0),
    choice([3], [2, 3], [2, 1]),
    choice([2, 1], [3], []),
    choice([4, 1, 1], [2, 3], [3]),
    choice(['time', 'batch', 1], ['time', 'batch', 3], -2),
  ]);
});

test('gradients of extremes go to the entry that is one', async () => {
  const pair = (name: string, op: (a: Operand, b: Operand) => Value, a: Shape, b: Shape | number): Case => ({
    name: `${name} of [${a}] and ${b}`,
    inputs: [real(a), ...(typeof b === 'number' ? [] : [real(b)])],
    build: ([x, y]) => op(x!, y ?? (b as number)),
  });
  await checkGradients([
    ...Object.entries({ max, min }).flatMap(([name, op]) => [
      pair(name, op, [2, 3], [2, 3]),
      pair(name, op, ['time', 'batch', 3], [3]),
      pair(name, op, [3], ['batch', 3]),
      pair(name, op, [2, 3], 0.1),
    ]),
    { name: 'abs', inputs: [real([2, 3])], build: ([x]) => abs(x!) },
    { name: 'reduceMax', inputs: [real([2, 4])], build: ([x]) => reduceMax(x!, [-1]) },
    { name: 'reduceMax, 2', inputs: [real(['time', 'batch', 2])], build: ([x]) => reduceMax(x!, [-3, -1]) },
    { name: 'where, a number first', inputs: [real([5])], build: ([x]) => where(less(x!, 0), 0, x!) },
  ]);
});

test('the gradient of equal extremes is shared, or goes to the second', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [3]);
  const of = (y: Value) => identity(gradients(sumAll(y), [x])[0]!);
  graph.output('reduceMax', of(reduceMax(x, [-1])));
  graph.output('max', of(max(x, 2)));
  graph.output('min', of(min(x, 2)));
  graph.output('sign', of(mul(sign(x), x)));
  await withSession(graph, async (session) => {
    const out = await session.run({ x: { type: 'float64', dims: [3], data: [2, -1, 2] } });
    expect(out.reduceMax!.data).toEqual([0.5, 0, 0.5]);
    expect(out.max!.data).toEqual([0, 0, 0]);
    expect(out.min!.data).toEqual([0, 1, 0]);
    expect(out.sign!.data).toEqual([1, -1, 1]);
  });
});

test('what activations, max, min and where give', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [5]);
  const results = {
    elu: elu(x),
    hardSigmoid: hardSigmoid(x),
    max: max(x, 0.5),
    min: min(x, 0.5),
    where: where(less(x, 0), mul(x, 10), x),
  };
  for (const [name, value] of Object.entries(results)) graph.output(name, value);
  await withSession(graph, async (session) => {
    const out = await session.run({ x: { type: 'float64', dims: [5], data: [-4, -0.5, 0, 0.5, 4] } });
    const close = (name: string, expected: number[]) =>
      out[name]!.data.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 14);
      });
    close('elu', [Math.exp(-4) - 1, Math.exp(-0.5) - 1, 0, 0.5, 4]);
    close('hardSigmoid', [0, 0.4, 0.5, 0.6, 1]);
    close('max', [0.5, 0.5, 0.5, 0.5, 4]);
    close('min', [-4, -0.5, 0, 0.5, 0.5]);
    close('where', [-40, -5, 0, 0.5, 4]);
  });
});
