import { expect, test } from 'vitest';
import { tanh } from '../ops/activations.js';
import { add, mul, neg } from '../ops/arithmetic.js';
import { scan } from '../ops/scan.js';
import { composite, Graph } from './graph.js';
import { GraphError } from './types.js';

test('a node goes to the outermost graph that has all its inputs', () => {
  const graph = new Graph();
  const weight = graph.input('weight', 'float32', [4]);
  const body = new Graph(graph);
  const slice = body.input('slice', 'float32', [4]);
  const outside = tanh(weight);
  const inside = mul(slice, outside);
  expect(outside.graph).toBe(graph);
  expect(inside.graph).toBe(body);
  expect(graph.nodes.map(({ op }) => op.type)).toEqual(['Tanh']);
  expect(body.nodes.map(({ op }) => op.type)).toEqual(['Mul']);
});

test('values of graphs side by side cannot meet', () => {
  const graph = new Graph();
  const [a, b] = [new Graph(graph), new Graph(graph)].map((body) => body.input('x', 'float32', []));
  expect(() => add(a!, b!)).toThrow(GraphError);
  expect(() => add(a!, b!)).toThrow('belongs to another graph');
});

test('names are unique over nested graphs, whatever a user calls inputs and outputs', () => {
  const graph = new Graph();
  const x = graph.input('Tanh_0', 'float32', ['time', 2]);
  const { outputs } = scan([], [x], (_, [at]) => ({ states: [], outputs: [tanh(at!)] }));
  graph.output('slice_1', neg(outputs[0]!));
  const names = [graph, ...graph.nodes.flatMap(({ attributes }) => Object.values(attributes))].flatMap(
    (inner) =>
      inner instanceof Graph
        ? [...inner.inputs, ...inner.nodes.flatMap((node) => node.outputs), ...inner.constants].map(
            ({ name }) => name,
          )
        : [],
  );
  expect(new Set(names).size).toBe(names.length);
});

test('inputs and outputs are refused under a name that is taken', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  expect(() => graph.input('x', 'float32', [2])).toThrow('The graph has two values named x.');
  expect(() => graph.output('x', neg(x))).toThrow('The graph has two values named x.');
});

test('an output must be made by a node of the graph, and only once', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  const y = neg(x);
  graph.output('y', y);
  expect(graph.outputs.map(({ name }) => name)).toEqual(['y']);
  const message = /needs a value of its own that a node of this graph makes, received/;
  expect(() => graph.output('again', y)).toThrow(message);
  expect(() => graph.output('input', x)).toThrow(message);
  expect(() => graph.output('constant', graph.numbers('float32', 1))).toThrow(message);
  expect(x.name).toBe('x');
});

test('equal numbers are one constant, in the outermost graph', () => {
  const graph = new Graph();
  const body = new Graph(graph);
  expect(body.numbers('float32', 1)).toBe(graph.numbers('float32', 1));
  expect(body.numbers('float32', [1])).not.toBe(graph.numbers('float32', 1));
  expect(body.numbers('float64', 1)).not.toBe(graph.numbers('float32', 1));
  expect(graph.constants).toHaveLength(3);
  expect(body.constants).toHaveLength(0);
});

test('a constant needs as many entries as its shape', () => {
  expect(() => new Graph().constant('w', 'float32', [2, 3], new Float32Array(5))).toThrow(
    'Constant w of shape [2, 3] needs 6 entries, received 5.',
  );
});

test('an axis that a value does not have is refused', () => {
  const x = new Graph().input('x', 'float32', ['batch', 3]);
  expect([x.dim(0), x.dim(-1)]).toEqual(['batch', 3]);
  expect(() => x.dim(2)).toThrow('x [batch, 3] has no axis 2.');
});

test('a composite is one entry of the tape, even if building it fails', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  composite(
    'Both',
    [x],
    () => [neg(tanh(x))],
    () => [undefined],
  );
  expect(graph.tape.map(({ op }) => op.type)).toEqual(['Both']);
  const failing = () =>
    composite(
      'Fails',
      [x],
      () => {
        throw new Error('no');
      },
      () => [],
    );
  expect(failing).toThrow('no');
  expect(graph.recording).toBe(true);
});
