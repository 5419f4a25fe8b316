import { fromBinary } from '@bufbuild/protobuf';
import { sequenceClassifier } from '@rnnlab/models';
import { type GraphProto, ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { mul, neg } from '../ops/arithmetic.js';
import { contract } from '../ops/matmul.js';
import { trainingProgram } from '../programs/training.js';
import { Graph } from './graph.js';
import { OPSET, serialize } from './serialize.js';
import { GraphError } from './types.js';

const graphsOf = (graph: GraphProto): GraphProto[] => [
  graph,
  ...graph.node.flatMap(({ attribute }) => attribute.flatMap(({ g }) => (g ? graphsOf(g) : []))),
];

test('a training program survives the round trip, with names unique over all nested graphs', () => {
  const spec = sequenceClassifier({
    vocabulary: 600,
    classes: 3,
    units: 4,
    layers: 2,
    bidirectional: true,
    dropout: 0.5,
  });
  const { model } = trainingProgram(spec, { type: 'adam', clipNorm: 1 });
  const proto = fromBinary(ModelProtoSchema, model);
  expect(proto.irVersion).toBe(8n);
  expect(proto.producerName).toBe('RNNLab');
  expect(proto.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
    ['', BigInt(OPSET)],
    ['com.microsoft', 1n],
  ]);
  const graphs = graphsOf(proto.graph!);
  expect(graphs.length).toBeGreaterThan(8);
  const defined = graphs.flatMap(({ input, initializer, node }) => [
    ...[...input, ...initializer].map(({ name }) => name),
    ...node.flatMap(({ output }) => output),
  ]);
  expect(new Set(defined).size).toBe(defined.length);
  const used = graphs.flatMap(({ node }) => node.flatMap(({ input }) => input));
  const known = new Set(defined);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
  const nodes = graphs.flatMap(({ node }) => node.map(({ name }) => name));
  expect(new Set(nodes).size).toBe(nodes.length);
});

test('shapes, element types, constants and metadata are kept', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', 3]);
  const weight = graph.constant('weight', 'float32', [3], Float32Array.of(1.5, -2, 0));
  const index = graph.constant('index', 'int64', [], BigInt64Array.of(-7n));
  graph.output('y', mul(x, weight));
  graph.output('z', neg(index));
  const proto = fromBinary(ModelProtoSchema, serialize(graph, { author: 'Ł', empty: '' }));
  const [input] = proto.graph!.input;
  const { value } = input!.type!;
  if (value.case !== 'tensorType') throw new Error('The input is no tensor.');
  expect(value.value.elemType).toBe(1);
  expect(value.value.shape!.dim.map((dim) => dim.value.value)).toEqual(['batch', 3n]);
  const [first, second] = proto.graph!.initializer;
  expect([...new Float32Array(first!.rawData.slice().buffer)]).toEqual([1.5, -2, 0]);
  expect(second!.dims).toEqual([]);
  expect([...new BigInt64Array(second!.rawData.slice().buffer)]).toEqual([-7n]);
  expect(proto.metadataProps.map(({ key, value }) => [key, value])).toEqual([
    ['author', 'Ł'],
    ['empty', ''],
  ]);
  expect(proto.graph!.output.map(({ name }) => name)).toEqual(['y', 'z']);
});

test('the operators of ONNX Runtime are imported only where they are used', () => {
  const build = (float: 'float32' | 'float64') => {
    const graph = new Graph();
    const x = graph.input('x', float, ['batch', 3]);
    graph.output('y', contract(x, x));
    return fromBinary(ModelProtoSchema, serialize(graph)).opsetImport.map(({ domain }) => domain);
  };
  expect(build('float32')).toEqual(['', 'com.microsoft']);
  expect(build('float64')).toEqual(['']);
});

test('metadata that are no strings are refused', () => {
  const graph = new Graph();
  graph.output('y', neg(graph.input('x', 'float32', [3])));
  const attempt = () => serialize(graph, { title: 'A', tokenizer: { model: {} } } as never);
  expect(attempt).toThrow(GraphError);
  expect(attempt).toThrow(
    'Metadata "tokenizer" must be a string, received object: write objects by JSON.stringify.',
  );
});
