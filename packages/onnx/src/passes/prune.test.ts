import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.js';
import { tanh } from '../ops/activations.js';
import { add, mul } from '../ops/arithmetic.js';
import { scan } from '../ops/scan.js';
import { prune } from './prune.js';

test('what no output needs is removed: nodes, constants, and what only they read', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [3]);
  mul(tanh(x), 7);
  graph.output('y', add(x, 2));
  prune(graph);
  expect(graph.nodes.map(({ op }) => op.type)).toEqual(['Add']);
  expect(graph.constants.map(({ data }) => data![0])).toEqual([2]);
});

test('outputs of a scan that nothing reads are dropped; its states stay', () => {
  const graph = new Graph();
  const start = graph.input('start', 'float32', [2]);
  const slices = graph.input('slices', 'float32', ['time', 2]);
  const { outputs } = scan([start], [slices], ([state], [slice]) => {
    const next = add(state!, slice!);
    return { states: [next], outputs: [tanh(next), mul(next, 3)] };
  });
  graph.output('y', outputs[1]!);
  prune(graph);
  const { node } = outputs[1]!;
  const body = node!.attributes.body as Graph;
  expect(node!.outputs).toHaveLength(2);
  expect(body.outputs).toHaveLength(2);
  expect(node!.attributes.scan_output_directions).toEqual([0]);
  expect(body.nodes.map(({ op }) => op.type).sort()).toEqual(['Add', 'Mul']);
});

test('a value that only a body uses is kept', () => {
  const graph = new Graph();
  const start = graph.input('start', 'float32', [2]);
  const slices = graph.input('slices', 'float32', ['time', 2]);
  const outer = tanh(start);
  const { outputs } = scan([start], [slices], ([state], [slice]) => {
    const next = add(mul(state!, outer), slice!);
    return { states: [next], outputs: [next] };
  });
  graph.output('y', outputs[0]!);
  prune(graph);
  expect(graph.nodes.map(({ op }) => op.type)).toEqual(['Tanh', 'Scan']);
});
