import { expect, test } from 'vitest';
import { allGraphs } from '../../test/graphs.js';
import { withSession } from '../../test/session.js';
import { Graph } from '../graph/graph.js';
import { mul, reduceSum } from '../ops/arithmetic.js';
import { scan } from '../ops/scan.js';
import { rowSumsToProducts } from './row-sums.js';

const sums = (graph: Graph): number =>
  allGraphs(graph).flatMap(({ nodes }) => nodes.filter(({ op }) => op.type === 'ReduceSum')).length;

/** Sums over the first axes of a tensor, in a scan as well, and others. */
function build(): Graph {
  const graph = new Graph();
  const x = graph.input('x', 'float64', ['time', 'batch', 2, 3]);
  const rows: Record<string, number[]> = { times: [-4], rows: [-4, -3], columns: [-4, -3, -2] };
  const others: Record<string, number[]> = { all: [-4, -3, -2, -1], inner: [-3], last: [-1] };
  for (const [name, axes] of Object.entries({ ...rows, ...others })) graph.output(name, reduceSum(x, axes));
  graph.output('kept', reduceSum(x, [-4, -3], { keep: true }));
  const { outputs } = scan([], [x], (_, [slice]) => ({
    states: [],
    outputs: [mul(reduceSum(slice!, [-3]), 2)],
  }));
  graph.output('steps', outputs[0]!);
  return graph;
}

test('sums over the first axes become products, with the same results', async () => {
  const dims = [4, 5, 2, 3];
  const data = Array.from({ length: 120 }, (_, k) => Math.sin(k));
  const run = (graph: Graph) => withSession(graph, (s) => s.run({ x: { type: 'float64', dims, data } }));
  const [plain, products] = [build(), build()];
  rowSumsToProducts(products);
  // The first axis alone leaves one whose size only the run knows.
  expect([sums(plain), sums(products)]).toEqual([8, 5]);
  const [expected, results] = [await run(plain), await run(products)];
  for (const [name, tensor] of Object.entries(expected)) {
    expect(results[name]!.dims, name).toEqual(tensor.dims);
    results[name]!.data.forEach((value, k) => {
      expect(value, name).toBeCloseTo(tensor.data[k]!, 12);
    });
  }
});
