import { fromBinary } from '@bufbuild/protobuf';
import { cells, type ModelSpec, parameterCount, sequenceClassifier } from '@rnnlab/models';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { type Batch, batchOf, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { inferenceModel } from './inference.js';

const lengths = [5, 0, 1, 3];

/** What a model reads of a batch: no targets. */
const readOf = ({ tensors: { targets: _, ...read } }: Batch) => read;
const withoutPadding = (data: number[], steps: number, width: number) =>
  data.filter((_, k) => Math.floor(k / width) % steps < lengths[Math.floor(k / (width * steps))]!);

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
        const batch = batchOf(spec, lengths, { steps });
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
        { type: 'conv2d', units: 3, size: 3, padding: 'same' },
        { type: 'batch-norm' },
        { type: 'activation', function: 'gelu' },
        { type: 'max-pool', size: 3, padding: 'same' },
        { type: 'average-pool', size: 2, stride: 1 },
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
        { type: 'conv1d', units: 4, size: 3 },
        { type: 'activation', function: 'elu' },
        { type: 'max-pool', size: 4, padding: 'same' },
        { type: 'conv1d', units: 3, size: 3, stride: 2, padding: 'same' },
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
        { type: 'conv1d', units: 4, size: 3 },
        { type: 'max-over-time' },
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
        { type: 'mean-over-time' },
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
  const batch = batchOf(spec, lengths);
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
