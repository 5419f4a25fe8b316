import { expect, test } from 'vitest';
import { checkGradients, real } from '../../test/check-gradients.js';
import { type Tensor, withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { tanh } from '../ops/activations.js';
import { add, div, exp, identity, mul, sub, sumAll, zerosLike } from '../ops/arithmetic.js';
import { cast } from '../ops/comparison.js';
import { sliceTo } from '../ops/slicing.js';
import { gradients } from './gradients.js';

test('adjoints of a value that is used several times add up', async () => {
  await checkGradients([
    {
      name: 'a diamond',
      inputs: [real([2, 3]), real([3])],
      build([x, b]) {
        const shared = tanh(add(x!, b!));
        return add(mul(shared, exp(shared)), sub(shared, mul(b!, shared)));
      },
    },
    {
      name: 'a chain in which every value is used twice',
      inputs: [real([2])],
      build([x]) {
        let value = x!;
        for (let k = 0; k < 6; k++) value = tanh(sub(mul(value, value), value));
        return value;
      },
    },
    {
      name: 'an input that is an output too',
      inputs: [real([2])],
      build: ([x]) => [x!, div(1, add(mul(x!, x!), 1))],
    },
    {
      name: 'zeros let nothing through',
      inputs: [real([2])],
      build: ([x]) => add(zerosLike(x!), mul(x!, 2)),
    },
  ]);
});

test('the gradient is of the shape asked for, and zero where the loss does not depend on a value', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', ['batch', 3]);
  const unused = graph.input('unused', 'float64', ['batch']);
  const ids = graph.input('ids', 'int32', ['batch']);
  const loss = sumAll(mul(x, 2));
  const [dx, dUnused, dIds] = gradients(loss, [x, unused, ids]);
  for (const [name, value] of Object.entries({ dx, dUnused, dIds })) graph.output(name, identity(value!));
  const feeds: Record<string, Tensor> = {
    x: { type: 'float64', dims: [2, 3], data: Array(6).fill(1) },
    unused: { type: 'float64', dims: [2], data: [5, 6] },
    ids: { type: 'int32', dims: [2], data: [5, 6] },
  };
  await withSession(graph, async (session) => {
    const results = await session.run(feeds);
    expect(results.dx).toEqual({ dims: [2, 3], data: Array(6).fill(2) });
    expect(results.dUnused).toEqual({ dims: [2], data: [0, 0] });
    expect(results.dIds).toEqual({ dims: [2], data: [0, 0] });
  });
});

test('whole numbers on the way carry no gradient and need none', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [3]);
  const steps = cast(cast(x, 'int32'), 'float64');
  expect(gradients(sumAll(mul(x, steps)), [x])[0]!.shape).toEqual([3]);
});

test('what has no gradient is refused only where the loss depends on it', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [3]);
  const y = graph.input('y', 'float64', [2]);
  const loss = sumAll(mul(sliceTo(x, [2]), y));
  expect(() => gradients(loss, [x])).toThrow(
    'Slice has no gradient, but the loss depends on x: float64 [3], const_',
  );
  expect(gradients(loss, [y])).toHaveLength(1);
  expect(() => gradients(sumAll(cast(x, 'float32')), [x])).toThrow('Cast has no gradient');
});

test('a loss that is no scalar, and values of another graph, are refused', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', [3]);
  expect(() => gradients(x, [x])).toThrow('A gradient needs a scalar loss, received x: float64 [3].');
  const body = new Graph(graph);
  const inner = body.input('inner', 'float64', [3]);
  expect(() => gradients(sumAll(mul(inner, x)), [x])).toThrow(
    "A gradient needs values of the loss's graph, received x: float64 [3] of another graph.",
  );
});
