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

test.each(models)('the fused operators give the logits of the evaluation: %s', async (_, spec) => {
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
        const expected = (await reference.run({ parameters, ...batch.tensors })).logits!;
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
    expect(
      graph!.node.filter(({ opType }) => ['RNN', 'GRU', 'LSTM'].includes(opType)).length,
    ).toBeGreaterThan(0);
    expect(graph!.node.some(({ opType }) => opType === 'Scan')).toBe(false);
  }
});

test('a vector of another size is refused', () => {
  const spec = sequenceClassifier({ vocabulary: 3, classes: 2, units: 2 });
  const size = parameterCount(spec);
  expect(() => inferenceModel(spec, new Float32Array(size + 1))).toThrow(
    `The model has ${size} parameters, received a vector of ${size + 1}.`,
  );
});
