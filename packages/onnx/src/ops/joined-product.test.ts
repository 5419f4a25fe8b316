import { expect, test } from 'vitest';
import { checkGradients, real } from '../../test/check-gradients.js';
import { Graph } from '../graph/graph.js';
import { gemm } from './gemm.js';
import { joinedProduct, joinWeights } from './joined-product.js';
import { scan } from './scan.js';
import { sub } from './sub.js';
import { tanh } from './tanh.js';

const [inputs, units, columns] = [3, 2, 2];
const weights = [real([inputs, columns]), real([columns]), real([units, columns])];

test('is the sum of both products and the bias, with the gradient of each', async () => {
  await checkGradients(
    [
      {
        name: 'alone',
        inputs: [real(['batch', inputs]), real(['batch', units]), ...weights],
        given: [{ ...real(['batch', 1]), data: [1, 1] }],
        build: ([x, h, kernel, bias, recurrent], [ones]) => {
          const joined = joinedProduct(x!, h!, ones!, joinWeights(kernel!, bias!, recurrent!));
          // The difference of both ways has neither a value nor a gradient.
          return [joined, sub(joined, gemm(x!, kernel!, gemm(h!, recurrent!, bias!)))];
        },
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
