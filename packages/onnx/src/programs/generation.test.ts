import { fromBinary } from '@bufbuild/protobuf';
import type { LayerSpec, ModelSpec } from '@rnnlab/models';
import { ModelProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { batchOf, weightsOf } from '../../test/programs.js';
import { type Session, type Tensor, withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { generationModel } from './generation.js';

const vocabulary = 7;
const [batch, steps] = [3, 6];
const cells = ['rnn', 'rnn-relu', 'gru', 'gru-reset-before', 'lstm', 'mgu'] as const;

const model = (...layers: LayerSpec[]): ModelSpec => ({ input: { type: 'tokens', vocabulary }, layers });
const embedding = { type: 'embedding', units: 4 } as const;
const output = { type: 'dense', units: vocabulary } as const;

const models: [string, ModelSpec][] = [
  ...cells.flatMap((cell) =>
    [1, 2].map((layers): [string, ModelSpec] => [
      `${cell}, ${layers} layers`,
      model(embedding, { type: 'recurrent', cell, units: 5, layers, dropout: 0.2 }, output),
    ]),
  ),
  ['one-hot, lstm', model({ type: 'one-hot' }, { type: 'recurrent', units: 5, layers: 2 }, output)],
  ['one-hot, mgu', model({ type: 'one-hot' }, { type: 'recurrent', cell: 'mgu', units: 5 }, output)],
  [
    'tied output, norm and dropout between layers',
    model(
      embedding,
      { type: 'recurrent', units: 6 },
      { type: 'layer-norm' },
      { type: 'dropout', rate: 0.3 },
      { type: 'recurrent', cell: 'gru', units: 4 },
      { type: 'tied-dense', embedding: 0 },
    ),
  ],
];

/** The logits of the evaluation, one row `[vocabulary]` for each example and step. */
async function evaluated(
  spec: ModelSpec,
  weights: number[],
): Promise<{ ids: readonly number[]; rows: (readonly number[])[] }> {
  const { tensors } = batchOf(spec, Array<number>(batch).fill(steps));
  const parameters: Tensor = { type: 'float32', dims: [weights.length], data: weights };
  const { outputs } = await withSession(evaluationProgram(spec).model, (session) =>
    session.run({ parameters, ...tensors }),
  );
  // Evaluation is time-major.
  const rows = Array.from({ length: batch * steps }, (_, k) => {
    const at = ((k % steps) * batch + Math.floor(k / steps)) * vocabulary;
    return outputs!.data.slice(at, at + vocabulary);
  });
  return { ids: tensors.ids!.data, rows };
}

/** Runs the tokens in pieces of some steps, handing on the states. */
async function inPieces(session: Session, bytes: Uint8Array, ids: readonly number[], piece: number) {
  const { graph } = fromBinary(ModelProtoSchema, bytes);
  let states = Object.fromEntries(
    graph!.input.slice(1).map(({ name, type }): [string, Tensor] => {
      const dims = type!.value.case === 'tensorType' ? type!.value.value.shape!.dim : [];
      const units = Number(dims[1]!.value.value);
      return [name, { type: 'float32', dims: [batch, units], data: Array(batch * units).fill(0) }];
    }),
  );
  const rows: number[][] = [];
  for (let from = 0; from < steps; from += piece) {
    const data = ids.filter((_, k) => k % steps >= from && k % steps < from + piece);
    const results = await session.run({ ids: { type: 'int32', dims: [batch, piece], data }, ...states });
    expect(results.logits!.dims).toEqual([batch, piece, vocabulary]);
    for (let k = 0; k < batch * piece; k++) {
      const row = Math.floor(k / piece) * steps + from + (k % piece);
      rows[row] = results.logits!.data.slice(k * vocabulary, (k + 1) * vocabulary);
    }
    states = Object.fromEntries(
      Object.entries(states).map(([name, { dims }]): [string, Tensor] => {
        const next = results[`next_${name}`]!;
        expect(next.dims).toEqual(dims);
        return [name, { type: 'float32', dims, data: next.data }];
      }),
    );
  }
  return rows;
}

test.each(models)('token by token it computes what the evaluation does: %s', async (_, spec) => {
  const weights = weightsOf(spec);
  const { ids, rows } = await evaluated(spec, weights);
  const bytes = generationModel(spec, Float32Array.from(weights));
  await withSession(bytes, async (session) => {
    for (const piece of [1, 2, steps]) {
      const got = await inPieces(session, bytes, ids, piece);
      const worst = got.flat().map((logit, k) => Math.abs(logit - rows.flat()[k]!));
      expect(Math.max(...worst)).toBeLessThan(1e-5);
    }
  });
});

test('the file asks for ONNX alone, and carries its metadata', () => {
  const [, spec] = models[0]!;
  const file = fromBinary(
    ModelProtoSchema,
    generationModel(spec, Float32Array.from(weightsOf(spec)), { tokenizer: '{}' }),
  );
  expect(file.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 17n]]);
  expect(file.metadataProps.map(({ key, value }) => [key, value])).toEqual([['tokenizer', '{}']]);
  expect(file.graph!.output.map(({ name }) => name)).toEqual(['logits', 'next_state_0']);
});

describe('a model that is not one is refused', () => {
  const recurrent = { type: 'recurrent', units: 3 } as const;
  test.each<[ModelSpec, string]>([
    [
      model(embedding, { ...recurrent, bidirectional: true }, output),
      'A language model goes forward one token at a time; layer "lstm1" reads in both directions.',
    ],
    [
      model(embedding, { type: 'conv1d', filters: 3, kernelSize: 2, padding: 'same' }, recurrent, output),
      'A language model goes forward one token at a time; layer "conv1" looks at several steps at once.',
    ],
    [
      model(embedding, output),
      'A language model needs a recurrent layer to remember by; this model has none.',
    ],
    [
      model(embedding, recurrent, { type: 'last' }, output),
      'A language model gives a logit for each of its 7 tokens at every step; this model gives vector [7].',
    ],
    [
      { input: { type: 'sequence', features: 7 }, layers: [recurrent, output] },
      'A language model reads any number of tokens; this model reads sequence [time, 7].',
    ],
    [
      { input: { type: 'tokens', vocabulary, steps: 4 }, layers: [embedding, recurrent, output] },
      'A language model reads any number of tokens; this model reads tokens below 7 [4].',
    ],
  ])('%#', (spec, sentence) => {
    expect(() => generationModel(spec, new Float32Array())).toThrow(sentence);
  });

  test('a vector of another size', () => {
    expect(() => generationModel(models[0]![1], new Float32Array(3))).toThrow('received a vector of 3');
  });
});
