import { type Cell, cells, ResolvedModel, sequenceClassifier } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../../test/check-gradients.js';
import { allGraphs, bodiesOf, needlesslyNested } from '../../test/graphs.js';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import { sumAll } from '../ops/arithmetic.js';
import { lastStep } from '../ops/sequences.js';
import { evaluationMode } from '../programs/forward.js';
import { declare, modelInputs, unpackWeights } from '../programs/model.js';
import { graphOps, lowerModel } from './graph-ops.js';
import { recurrentScan } from './recurrent-scan.js';

const units = 3;
const ops = graphOps({ ...evaluationMode, recurrent: (options) => recurrentScan(ops, options) });

/** Shapes of a cell's weights by name, the input projection first. */
const weightShapes = (cell: Cell, inputs: number): [string, readonly number[]][] => [
  ['kernel', [inputs, cell.gates * units]],
  ['bias', [cell.gates * units]],
  ...Object.entries(cell.weights(units)).map(([name, { shape }]): [string, readonly number[]] => [
    name,
    shape,
  ]),
];

const named = (cell: Cell, inputs: number, values: Value[]) =>
  Object.fromEntries(weightShapes(cell, inputs).map(([name], k) => [name, values[k]!]));

/** A layer over 3 steps; the loss reads its last valid steps, or all steps. */
function layer(cell: Cell, reverse: boolean, lengths: number[], { oneHot = false, all = false } = {}): Case {
  const inputs = oneHot ? 4 : 2;
  const weights = weightShapes(cell, inputs).map(([, shape]) => real(shape));
  const sequence = real(['time', 'batch', inputs]);
  return {
    name: `${cell.name}${reverse ? ' reversed' : ''}, lengths ${lengths}${oneHot ? ', one-hot' : ''}`,
    inputs: oneHot ? weights : [...weights, sequence],
    given: [whole(['batch'], lengths), ...(oneHot ? [whole(['time', 'batch'], [0, 3, 3, 1, 0, 3])] : [])],
    build(values, [at, ids]) {
      const input = oneHot ? ids! : values.at(-1)!;
      const options = {
        cell,
        units,
        input,
        lengths: at!,
        weights: named(cell, inputs, values),
        reverse,
        dropout: 0,
      };
      const output = recurrentScan(ops, { ...options, oneHot: oneHot ? inputs : undefined });
      return all ? output : lastStep(output, at!);
    },
  };
}

test.each(Object.values(cells))(
  'the gradient of $name, in both directions, for lengths 0, 1 and full',
  async (cell) => {
    await checkGradients(
      [false, true].flatMap((reverse) => [
        layer(cell, reverse, [0, 3]),
        layer(cell, reverse, [1, 2]),
        layer(cell, reverse, [3, 3], { all: true }),
        layer(cell, reverse, [2, 0], { all: true }),
        layer(cell, reverse, [3, 1], { oneHot: true }),
      ]),
      { single: true },
    );
  },
);

/** A graph with the gradient of a model's loss, as training builds it. */
function trainingGraph(spec: ConstructorParameters<typeof ResolvedModel>[0], size: number): Graph {
  const graph = new Graph();
  const parameters = graph.input('parameters', 'float32', [size]);
  const model = new ResolvedModel(spec);
  const inputs = declare(graph, modelInputs(model));
  const { value } = lowerModel(model, inputs, unpackWeights(model, parameters), ops);
  graph.output('gradient', gradients(sumAll(value), [parameters])[0]!);
  return graph;
}

/** The most nodes that a loop of adjoints may have, copies of what is kept included. */
const most = { rnn: 3, gru: 6, lstm: 7 };

test.each(Object.keys(most) as (keyof typeof most)[])('the loops of %s hold the recurrence alone', (cell) => {
  const spec = sequenceClassifier({ vocabulary: 7, classes: 2, cell, units, bidirectional: true });
  const gates = cells[cell].gates;
  const extra = cell === 'gru' ? gates * units : 0;
  const direction = 7 * gates * units + gates * units + units * gates * units + extra;
  const graph = trainingGraph(spec, 2 * direction + 2 * units * 2 + 2);
  // In each direction a forward loop, then a loop of adjoints.
  const bodies = bodiesOf(graph);
  const adjoint = bodies.filter(({ nodes }) => nodes.some(({ op }) => op.type === 'FusedMatMul'));
  expect(bodies).toHaveLength(4);
  expect(adjoint).toHaveLength(2);
  for (const { nodes } of adjoint) {
    expect(nodes.filter(({ op }) => op.type === 'FusedMatMul')).toHaveLength(1);
    expect(nodes.length).toBeLessThanOrEqual(most[cell]);
  }
  expect(needlesslyNested(graph).map(({ op }) => op.type)).toEqual([]);
  expect(allGraphs(graph)).toHaveLength(5);
});
