import { expect, test } from 'vitest';
import { checkGradients, real } from '../../test/check-gradients.js';
import { withSession } from '../../test/session.js';
import { Graph, type Value } from '../graph/graph.js';
import { gemm } from './gemm.js';
import { joinedProduct, joinWeights } from './joined-product.js';
import { scan } from './scan.js';
import { tanh } from './tanh.js';

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
