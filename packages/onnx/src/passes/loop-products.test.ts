import { expect, test } from 'vitest';
import { bodiesOf } from '../../test/graphs.js';
import { generator } from '../../test/random.js';
import { type Tensor, withSession } from '../../test/session.js';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Node } from '../graph/graph.js';
import { tanh } from '../ops/activations.js';
import { add, mul, sumAll } from '../ops/arithmetic.js';
import { gemm, matmul } from '../ops/matmul.js';
import { scan } from '../ops/scan.js';
import { transposeLoopProducts } from './loop-products.js';
import { prune } from './prune.js';

const [batch, units, wide] = [3, 512, 1024];

/** A recurrence through a wide layer and back, with its gradients. */
function build(transposed: boolean): Graph {
  const graph = new Graph();
  const start = graph.input('start', 'float32', ['batch', units]);
  const slices = graph.input('slices', 'float32', ['time', 'batch', wide]);
  const up = mul(graph.input('up', 'float32', [units, wide]), 0.5);
  const down = graph.input('down', 'float32', [wide, units]);
  const { states } = scan([start], [slices], ([state], [slice]) => {
    const next = tanh(matmul(tanh(gemm(state!, up, slice!)), down));
    return { states: [add(next, state!)], outputs: [] };
  });
  const loss = sumAll(mul(states[0]!, states[0]!));
  const wanted = [up, down, start];
  gradients(loss, wanted).forEach((gradient, k) => {
    graph.output(`gradient_${k}`, gradient!);
  });
  graph.output('loss', loss);
  prune(graph);
  if (transposed) transposeLoopProducts(graph);
  return graph;
}

const largeRightOperands = (graph: Graph): Node[] =>
  bodiesOf(graph).flatMap((body) =>
    body.nodes.filter(({ op, inputs }) => /MatMul|Gemm/.test(op.type) && inputs[1]!.graph !== body),
  );

const greatest = (numbers: number[]): number =>
  numbers.reduce((size, value) => Math.max(size, Math.abs(value)), 0);

test('products of a loop with large matrices are transposed, and give the same', async () => {
  const draw = generator(1);
  const random = (...dims: number[]): Tensor => {
    const size = dims.reduce((product, n) => product * n, 1);
    return { type: 'float32', dims, data: Array.from({ length: size }, () => (draw() - 0.5) / 8) };
  };
  const feeds = {
    start: random(batch, units),
    slices: random(4, batch, wide),
    up: random(units, wide),
    down: random(wide, units),
  };
  const run = (graph: Graph) => withSession(graph, (session) => session.run(feeds));
  const [plain, transposed] = [build(false), build(true)];
  expect(largeRightOperands(plain).length).toBeGreaterThan(2);
  expect(largeRightOperands(transposed)).toEqual([]);
  const [expected, received] = [await run(plain), await run(transposed)];
  for (const [name, { data }] of Object.entries(expected)) {
    const largest = greatest(data);
    expect(largest).toBeGreaterThan(0);
    const differences = data.map((value, k) => value - received[name]!.data[k]!);
    expect(greatest(differences) / largest, name).toBeLessThan(1e-5);
  }
});

test('smaller matrices stay where they are', () => {
  const graph = new Graph();
  const start = graph.input('start', 'float32', ['batch', 8]);
  const slices = graph.input('slices', 'float32', ['time', 'batch', 8]);
  const kernel = graph.input('kernel', 'float32', [8, 8]);
  const { states } = scan([start], [slices], ([state], [slice]) => ({
    states: [gemm(state!, kernel, slice!)],
    outputs: [],
  }));
  graph.output('y', states[0]!);
  transposeLoopProducts(graph);
  expect(largeRightOperands(graph)).toHaveLength(1);
});
