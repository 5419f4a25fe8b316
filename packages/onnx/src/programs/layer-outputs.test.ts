import { fromBinary } from '@bufbuild/protobuf';
import { type ModelSpec, parameterCount, parametersOf, resolveSpec } from '@rnnlab/models';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { batchOf, weightsOf } from '../../test/programs.js';
import { type Result, withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { inferenceModel } from './inference.js';

const lengths = [5, 1, 3, 4];
const cnn: ModelSpec = {
  input: { type: 'image', channels: 3, height: 11, width: 9 },
  layers: [
    { type: 'conv2d', units: 4, size: 3 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'batch-norm' },
    { type: 'conv2d', units: 5, size: 2, padding: 'same' },
    { type: 'dropout', rate: 0.5 },
    { type: 'flatten' },
    { type: 'dense', units: 6, name: 'codes' },
    { type: 'dense', units: 3 },
  ],
};
const rows: ModelSpec = {
  input: { type: 'sequence', features: 4, steps: 5 },
  layers: [
    { type: 'recurrent', cell: 'gru', units: 3, layers: 2, bidirectional: true },
    { type: 'conv1d', units: 4, size: 2, stride: 2 },
    { type: 'recurrent', cell: 'mgu', units: 2 },
    { type: 'last' },
    { type: 'dense', units: 3 },
  ],
};
const text: ModelSpec = {
  input: { type: 'tokens', vocabulary: 6 },
  layers: [
    { type: 'one-hot' },
    { type: 'recurrent', units: 3 },
    { type: 'activation', function: 'tanh' },
    { type: 'dense', units: 2 },
  ],
};

/** The model up to a layer, as one whose output the program that scores it during training gives. */
const upTo = (spec: ModelSpec, layer: number): ModelSpec => ({
  ...spec,
  layers: spec.layers.slice(0, layer + 1),
});

/** Batch-major entries, of time-major ones. */
function batchMajor({ dims, data }: Result): number[] {
  const [steps, batch, width] = dims as [number, number, number];
  return Array.from({ length: data.length }, (_, k) => {
    const [example, rest] = [Math.floor(k / (steps * width)), k % (steps * width)];
    return data[(Math.floor(rest / width) * batch + example) * width + (rest % width)]!;
  });
}

test.each([
  ['images', cnn],
  ['rows of images', rows],
  ['text', text],
])('every layer gives what the program of the evaluation gives there: %s', async (_, spec) => {
  const weights = weightsOf(spec);
  const { layers } = resolveSpec(spec);
  const outputs = layers.map(({ name }) => name);
  const { targets: _targets, ...read } = batchOf(spec, lengths).tensors;
  const results = await withSession(
    inferenceModel(spec, Float32Array.from(weights), {}, { outputs }),
    (session) => session.run(read),
  );
  const shapes = (name: string) => results[name]!.dims;
  let compared = 0;
  for (const [index, { name, output }] of layers.entries()) {
    if (output.kind === 'sequence') expect(shapes(name)).toEqual([4, output.steps ?? 5, output.features]);
    if (output.kind === 'image') {
      expect(shapes(name)).toEqual([4, output.channels, output.height, output.width]);
      // The loss of a program needs a vector: what is flattened has the same entries.
      const flat = await evaluate(upTo(spec, index), weights, read, true);
      expect(results[name]!.data.length).toBe(flat.data.length);
      close(results[name]!.data, flat.data);
      compared++;
      continue;
    }
    if (output.kind === 'sequence' && output.oneHot) {
      const ids = read.ids!.data;
      results[name]!.data.forEach((value, k) => {
        expect(value).toBe(ids[Math.floor(k / 6)] === k % 6 ? 1 : 0);
      });
      continue;
    }
    const expected = await evaluate(upTo(spec, index), weights, read, false);
    const valid = results[`${name}.lengths`]?.data ?? lengths;
    const [got, wanted] =
      output.kind === 'sequence'
        ? [results[name]!.data, batchMajor(expected)]
        : [results[name]!.data, expected.data];
    const [, steps, width] = shapes(name) as [number, number, number];
    const kept = (data: number[]) =>
      output.kind === 'sequence'
        ? data.filter((_, k) => Math.floor(k / width) % steps < valid[Math.floor(k / (steps * width))]!)
        : data;
    expect(kept(got).length).toBeGreaterThan(3);
    close(kept(got), kept(wanted));
    compared++;
  }
  expect(compared).toBeGreaterThan(2);
});

function close(got: readonly number[], wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  expect(Math.max(...got.map((value, k) => Math.abs(value - wanted[k]!)))).toBeLessThan(1e-5);
  expect(new Set(wanted.map((value) => value.toFixed(3))).size).toBeGreaterThan(2);
}

/** The outputs of a model by the program that scores it during training, with the first of the given weights. */
async function evaluate(
  spec: ModelSpec,
  weights: number[],
  read: ReturnType<typeof batchOf>['tensors'],
  flatten: boolean,
) {
  const whole: ModelSpec = flatten ? { ...spec, layers: [...spec.layers, { type: 'flatten' }] } : spec;
  const parameters = weights.slice(0, parameterCount(whole));
  const { targets } = batchOf(whole, lengths).tensors;
  const results = await withSession(evaluationProgram(whole).model, (session) =>
    session.run({
      parameters: { type: 'float32', dims: [parameters.length], data: parameters },
      ...read,
      targets: targets!,
    }),
  );
  return results.outputs!;
}

test('lengths are told where a layer changes them, and only there', async () => {
  const outputs = ['gru1', 'conv1', 'mgu1', 'last1'];
  const bytes = inferenceModel(rows, Float32Array.from(weightsOf(rows)), {}, { outputs });
  const { targets: _, ...read } = batchOf(rows, lengths).tensors;
  const results = await withSession(bytes, (session) => session.run(read));
  expect(Object.keys(results).filter((name) => name.endsWith('.lengths'))).toEqual([
    'conv1.lengths',
    'mgu1.lengths',
  ]);
  // A window of two steps with stride two fits twice into five steps and into four, once into three.
  expect(results['conv1.lengths']!.data).toEqual([2, 0, 1, 2]);
});

test('the file has operator set 17 of ONNX alone, each output once, and the layers after logits', () => {
  for (const spec of [cnn, rows, text]) {
    const outputs = resolveSpec(spec).layers.map(({ name }) => name);
    const bytes = inferenceModel(spec, new Float32Array(parameterCount(spec)), {}, { outputs });
    const { opsetImport, graph } = fromBinary(ModelProtoSchema, bytes);
    expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 17n]]);
    expect(graph!.node.every(({ domain }) => domain === '')).toBe(true);
    const given = graph!.output.map(({ name }) => name);
    expect(given.slice(0, 2)).toEqual(['probabilities', 'logits']);
    expect(given.filter((name) => !name.includes('.')).slice(2)).toEqual(outputs);
    const made = graph!.node.flatMap(({ output }) => output);
    expect(new Set(made).size).toBe(made.length);
    for (const name of given) expect(made).toContain(name);
  }
});

test('a file without outputs of layers has the bytes it had', () => {
  const parameters = Float32Array.from(weightsOf(cnn));
  expect(inferenceModel(cnn, parameters, {}, { outputs: [] })).toEqual(inferenceModel(cnn, parameters));
});

test('an unknown layer is refused with the nearest one', () => {
  const parameters = new Float32Array(parametersOf(cnn).reduce((sum, { size }) => sum + size, 0));
  const asked =
    (...outputs: string[]) =>
    () =>
      inferenceModel(cnn, parameters, {}, { outputs });
  expect(asked('conv1', 'conv3')).toThrow(/^The model has no layer "conv3"; the nearest is "conv[12]"\.$/);
  expect(asked('code')).toThrow('The model has no layer "code"; the nearest is "codes".');
  expect(asked('attention')).toThrow(
    'The model has no layer "attention"; expected one of conv1, relu1, pool1,',
  );
});

test('a layer that is called like a tensor of the file is refused', () => {
  const spec: ModelSpec = {
    input: { type: 'vector', features: 2 },
    layers: [{ type: 'dense', units: 2, name: 'logits' }],
  };
  expect(() => inferenceModel(spec, new Float32Array(6), {}, { outputs: ['logits'] })).toThrow(
    'The output of layer "logits" cannot be exported, as the file has a tensor of that name: call the layer otherwise.',
  );
});

test('outputs that are each true or false have probabilities of their own', async () => {
  const spec: ModelSpec = { ...text, layers: text.layers.slice(0, -1).concat({ type: 'dense', units: 1 }) };
  const bytes = inferenceModel(spec, Float32Array.from(weightsOf(spec)), {}, { probabilities: 'sigmoid' });
  const { targets: _, ...read } = batchOf(spec, lengths).tensors;
  const { logits, probabilities } = await withSession(bytes, (session) => session.run(read));
  probabilities!.data.forEach((value, k) => {
    expect(value).toBeCloseTo(1 / (1 + Math.exp(-logits!.data[k]!)), 6);
  });
  expect(new Set(probabilities!.data).size).toBeGreaterThan(5);
  const own = inferenceModel(spec, Float32Array.from(weightsOf(spec)), {}, { probabilities: 'identity' });
  const given = await withSession(own, (session) => session.run(read));
  expect(given.probabilities!.data).toEqual(given.logits!.data);
});
