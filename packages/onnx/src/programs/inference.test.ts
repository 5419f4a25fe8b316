import { fromBinary } from '@bufbuild/protobuf';
import {
  cells,
  type ModelSpec,
  parameterCount,
  parametersOf,
  resolveModel,
  sequenceClassifier,
} from '@rnnlab/models';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { type Batch, batchOf, weightsOf } from '../../test/programs.js';
import { type Result, withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { inferenceModel } from './inference.js';

const batchLengths = [5, 0, 1, 3];

/** The inputs of a batch, without targets. */
const readOf = ({ tensors: { targets: _, ...read } }: Batch) => read;
const withoutPadding = (data: number[], steps: number, width: number) =>
  data.filter((_, k) => Math.floor(k / width) % steps < batchLengths[Math.floor(k / (width * steps))]!);

const models = (Object.keys(cells) as (keyof typeof cells)[]).flatMap((cell) =>
  [false, true].flatMap((bidirectional): [string, ModelSpec][] => [
    [
      `${cell}, bidirectional ${bidirectional}, one-hot tokens to one class`,
      sequenceClassifier({ vocabulary: 6, classes: 3, cell, units: 5, layers: 2, bidirectional }),
    ],
    [
      `${cell}, bidirectional ${bidirectional}, features to a class for every step`,
      {
        input: { type: 'sequence', features: 3 },
        layers: [
          { type: 'recurrent', cell, units: 4, bidirectional },
          { type: 'dense', units: 2 },
        ],
      },
    ],
  ]),
);

test.each(models)('the exported model gives the outputs of the evaluation: %s', async (_, spec) => {
  const weights = weightsOf(spec);
  const parameters = { type: 'float32' as const, dims: [weights.length], data: weights };
  const evaluation = evaluationProgram(spec);
  const exported = inferenceModel(spec, Float32Array.from(weights));
  const perStep = spec.input.type === 'sequence';
  const first: number[][] = [];
  await withSession(exported, (fused) =>
    withSession(evaluation.model, async (reference) => {
      for (const extra of [0, 3, 50]) {
        const steps = 5 + extra;
        const batch = batchOf(spec, batchLengths, { steps });
        const expected = (await reference.run({ parameters, ...batch.tensors })).outputs!;
        const { logits, probabilities } = await fused.run(readOf(batch));
        const width = logits!.dims.at(-1)!;
        expect(logits!.dims).toEqual(perStep ? [4, steps, 2] : [4, 3]);
        // Evaluation is time-major.
        const ordered = perStep
          ? Array.from(expected.data, (_, k) => {
              const [example, step, entry] = [
                Math.floor(k / (steps * width)),
                Math.floor(k / width) % steps,
                k % width,
              ];
              return expected.data[(step * 4 + example) * width + entry]!;
            })
          : expected.data;
        const valid = (data: number[]) => (perStep ? withoutPadding(data, steps, width) : data);
        const got = valid(logits!.data);
        expect(got.length).toBe(perStep ? 9 * width : 4 * width);
        valid(ordered).forEach((value, k) => {
          expect(Math.abs(got[k]! - value)).toBeLessThan(1e-6);
        });
        first.push(got);
        valid(probabilities!.data).forEach((probability, k) => {
          const row = got.slice(k - (k % width), k - (k % width) + width);
          const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
          expect(Math.abs(probability - Math.exp(got[k]!) / total)).toBeLessThan(1e-6);
        });
      }
    }),
  );
  for (const padded of first.slice(1)) {
    for (const [k, value] of padded.entries()) expect(Math.abs(value - first[0]![k]!)).toBeLessThan(1e-6);
  }
});

test('the file uses ONNX operators of set 17 alone, and carries its metadata', () => {
  for (const [, spec] of models) {
    const bytes = inferenceModel(spec, new Float32Array(parameterCount(spec)), { labels: '["a","ł"]' });
    const { opsetImport, metadataProps, graph } = fromBinary(ModelProtoSchema, bytes);
    expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 17n]]);
    expect(graph!.node.every(({ domain }) => domain === '')).toBe(true);
    expect(metadataProps.map(({ key, value }) => [key, value])).toEqual([['labels', '["a","ł"]']]);
    expect(graph!.input.map(({ name }) => name)).toEqual([
      spec.input.type === 'tokens' ? 'ids' : 'features',
      'lengths',
    ]);
    expect(graph!.output.map(({ name }) => name)).toEqual(['probabilities', 'logits']);
    const used = graph!.node.map(({ opType }) => opType);
    const cell = spec.layers.find((layer) => layer.type === 'recurrent')!.cell!;
    const fused = { rnn: 'RNN', 'rnn-relu': 'RNN', gru: 'GRU', 'gru-reset-before': 'GRU', lstm: 'LSTM' };
    if (cell in fused) {
      expect(used).toContain(fused[cell as keyof typeof fused]);
      expect(used).not.toContain('Scan');
    } else {
      expect(used).toContain('Scan');
    }
  }
});

const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;
const others: [string, ModelSpec][] = [
  [
    'images with every layer',
    {
      input: image,
      layers: [
        { type: 'conv2d', filters: 3, kernelSize: 3, padding: 'same' },
        { type: 'batch-norm' },
        { type: 'activation', function: 'gelu' },
        { type: 'max-pool', poolSize: 3, padding: 'same' },
        { type: 'average-pool', poolSize: 2, stride: 1 },
        { type: 'flatten' },
        { type: 'layer-norm' },
        { type: 'dropout', rate: 0.5 },
        { type: 'dense', units: 3 },
      ],
    },
  ],
  [
    'text with filters over one-hot tokens and pools',
    {
      input: { type: 'tokens', vocabulary: 6, steps: 12 },
      layers: [
        { type: 'one-hot' },
        { type: 'conv1d', filters: 4, kernelSize: 3 },
        { type: 'activation', function: 'elu' },
        { type: 'max-pool', poolSize: 4, padding: 'same' },
        { type: 'conv1d', filters: 3, kernelSize: 3, stride: 2, padding: 'same' },
        { type: 'activation', function: 'hard-sigmoid' },
        { type: 'flatten' },
        { type: 'dense', units: 3 },
      ],
    },
  ],
  [
    'text of any length with the largest of each filter',
    {
      input: { type: 'tokens', vocabulary: 6 },
      layers: [
        { type: 'embedding', units: 3 },
        { type: 'batch-norm' },
        { type: 'conv1d', filters: 4, kernelSize: 3 },
        { type: 'global-max-pool' },
        { type: 'dense', units: 3 },
      ],
    },
  ],
  [
    'a language model whose embedding gives the logits, summed directions and dropouts',
    {
      input: { type: 'tokens', vocabulary: 6 },
      layers: [
        { type: 'embedding', units: 3 },
        {
          type: 'recurrent',
          cell: 'gru-reset-before',
          units: 3,
          bidirectional: true,
          merge: 'sum',
          inputDropout: 0.2,
          recurrentDropout: 0.3,
        },
        { type: 'global-average-pool' },
        { type: 'tied-dense', embedding: 0 },
      ],
    },
  ],
];

test.each(others)('the exported model gives the outputs of the evaluation: %s', async (_, spec) => {
  const weights = weightsOf(spec).map(Math.abs);
  const exported = inferenceModel(spec, Float32Array.from(weights));
  const { opsetImport, graph } = fromBinary(ModelProtoSchema, exported);
  expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 17n]]);
  expect(graph!.node.every(({ domain }) => domain === '')).toBe(true);
  const batch = batchOf(spec, batchLengths);
  const expected = await withSession(evaluationProgram(spec).model, (session) =>
    session.run({
      parameters: { type: 'float32', dims: [weights.length], data: weights },
      ...batch.tensors,
    }),
  );
  const { logits } = await withSession(exported, (session) => session.run(readOf(batch)));
  expect(logits!.dims).toEqual(expected.outputs!.dims);
  logits!.data.forEach((value, k) => {
    expect(Math.abs(value - expected.outputs!.data[k]!)).toBeLessThan(1e-5);
  });
});

test('a vector of another size is refused', () => {
  const spec = sequenceClassifier({ vocabulary: 3, classes: 2, units: 2 });
  const size = parameterCount(spec);
  expect(() => inferenceModel(spec, new Float32Array(size + 1))).toThrow(
    `The model has ${size} parameters, received a vector of ${size + 1}.`,
  );
});

const exampleLengths = [5, 1, 3, 4];
const cnn: ModelSpec = {
  input: { type: 'image', channels: 3, height: 11, width: 9 },
  layers: [
    { type: 'conv2d', filters: 4, kernelSize: 3 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', poolSize: 2 },
    { type: 'batch-norm' },
    { type: 'conv2d', filters: 5, kernelSize: 2, padding: 'same' },
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
    { type: 'conv1d', filters: 4, kernelSize: 2, stride: 2 },
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
])('every layer gives the same as in the evaluation program: %s', async (_, spec) => {
  const weights = weightsOf(spec);
  const { layers } = resolveModel(spec);
  const outputs = layers.map(({ name }) => name);
  const { targets: _targets, ...read } = batchOf(spec, exampleLengths).tensors;
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
    const valid = results[`${name}.lengths`]?.data ?? exampleLengths;
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
  const { targets } = batchOf(whole, exampleLengths).tensors;
  const results = await withSession(evaluationProgram(whole).model, (session) =>
    session.run({
      parameters: { type: 'float32', dims: [parameters.length], data: parameters },
      ...read,
      targets: targets!,
    }),
  );
  return results.outputs!;
}

test('lengths are outputs where a layer changes them, and only there', async () => {
  const outputs = ['gru1', 'conv1', 'mgu1', 'last1'];
  const bytes = inferenceModel(rows, Float32Array.from(weightsOf(rows)), {}, { outputs });
  const { targets: _, ...read } = batchOf(rows, exampleLengths).tensors;
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
    const outputs = resolveModel(spec).layers.map(({ name }) => name);
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
  const { targets: _, ...read } = batchOf(spec, exampleLengths).tensors;
  const { logits, probabilities } = await withSession(bytes, (session) => session.run(read));
  probabilities!.data.forEach((value, k) => {
    expect(value).toBeCloseTo(1 / (1 + Math.exp(-logits!.data[k]!)), 6);
  });
  expect(new Set(probabilities!.data).size).toBeGreaterThan(5);
  const own = inferenceModel(spec, Float32Array.from(weightsOf(spec)), {}, { probabilities: 'identity' });
  const given = await withSession(own, (session) => session.run(read));
  expect(given.probabilities!.data).toEqual(given.logits!.data);
});
