import { type CellName, cells, type LayerSpec, type ModelSpec } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { trainingProgram } from './training.js';

const float = 'float64' as const;
const lengths = [4, 0, 1, 3];
const tokens = { type: 'tokens', vocabulary: 5 } as const;
const dense: LayerSpec = { type: 'dense', units: 3 };

/** The loss, the gradient and the predictions do not change with 0, 3 and 50 more steps of random padding. */
async function expectInvariance(spec: ModelSpec): Promise<void> {
  const program = trainingProgram(spec, { type: 'sgd' }, { float });
  const weights = weightsOf(spec);
  const batches = [0, 3, 50].map((extra) => batchOf(spec, lengths, { float, steps: 4 + extra }));
  const start = firstState(program, weights);
  const trained = await withSession(program.model, (session) =>
    Promise.all(batches.map((batch) => train(session, program, start, [batch], { float, learningRate: 1 }))),
  );
  const [first, ...others] = trained.map(({ state, results }) => ({
    loss: results.losses!.data,
    counts: results.counts!.data,
    gradient: weights.map((weight, k) => weight - state[0]![k]!),
  }));
  expect(Math.max(...first!.gradient.map(Math.abs))).toBeGreaterThan(1e-3);
  for (const { loss, counts, gradient } of others) {
    expect(difference(loss, first!.loss)).toBeLessThan(1e-6);
    expect(counts).toEqual(first!.counts);
    expect(difference(gradient, first!.gradient)).toBeLessThan(1e-6);
  }
  const predictions = await withSession(evaluationProgram(spec, { float }).model, (session) =>
    Promise.all(
      batches.map(async ({ tensors }) => {
        const parameters = { type: float, dims: [weights.length], data: weights };
        const { losses, correct, outputs } = await session.run({ parameters, ...tensors });
        // Outputs of single steps are time-major: [time, batch, N].
        const [examples, width] = [lengths.length, outputs!.dims.at(-1)!];
        const valid = outputs!.data.filter((_, k) => {
          const row = Math.floor(k / width);
          return outputs!.dims.length < 3 || Math.floor(row / examples) < lengths[row % examples]!;
        });
        return [...losses!.data, ...correct!.data, ...valid];
      }),
    ),
  );
  for (const other of predictions.slice(1)) expect(difference(other, predictions[0]!)).toBeLessThan(1e-6);
}

const poolings: LayerSpec[][] = [
  [{ type: 'last' }],
  [{ type: 'global-average-pool' }],
  [{ type: 'global-max-pool' }],
  [],
];
const directions = [{}, { bidirectional: true }, { bidirectional: true, merge: 'sum' }] as const;

test.each(
  (Object.keys(cells) as CellName[]).flatMap((cell) =>
    directions.map((direction) => [cell, direction] as const),
  ),
)('padding changes nothing: %s %j, by every pooling', async (cell, direction) => {
  for (const pooling of poolings) {
    const own: LayerSpec = { type: 'recurrent', cell, units: 2, layers: 2, ...direction };
    await expectInvariance({ input: tokens, layers: [{ type: 'one-hot' }, own, ...pooling, dense] });
  }
});

test.each<[string, LayerSpec[]]>([
  ['batch normalization', [{ type: 'embedding', units: 3 }, { type: 'batch-norm' }]],
  ['layer normalization', [{ type: 'embedding', units: 3 }, { type: 'layer-norm' }]],
  ...(['one-hot', 'embedding'] as const).flatMap((type) =>
    (['valid', 'same'] as const).map((padding): [string, LayerSpec[]] => [
      `conv1d, ${padding}, on ${type}`,
      [
        type === 'one-hot' ? { type } : { type, units: 2 },
        { type: 'conv1d', filters: 3, kernelSize: 2, dilation: 2, padding },
        { type: 'activation', function: 'tanh' },
        { type: 'conv1d', filters: 3, kernelSize: 2, padding },
      ],
    ]),
  ),
])('padding changes nothing: %s, by every pooling', async (name, layers) => {
  // No step of a short example is left by filters that must fit.
  for (const pooling of poolings.slice(0, name.includes('valid') ? 3 : 4))
    await expectInvariance({ input: tokens, layers: [...layers, ...pooling, dense] });
});

test('padding changes nothing: a tied output for every step', () =>
  expectInvariance({
    input: tokens,
    layers: [
      { type: 'embedding', units: 3 },
      { type: 'recurrent', cell: 'gru', units: 3 },
      { type: 'tied-dense', embedding: 0 },
    ],
  }));

test('a batch may be shorter than a filter', async () => {
  const spec: ModelSpec = {
    input: tokens,
    layers: [
      { type: 'embedding', units: 2 },
      { type: 'conv1d', filters: 3, kernelSize: 5 },
      { type: 'global-max-pool' },
      dense,
    ],
  };
  const weights = weightsOf(spec);
  const outputs = await withSession(evaluationProgram(spec).model, async (session) =>
    Promise.all(
      [2, 9].map(async (steps) => {
        const parameters = { type: 'float32' as const, dims: [weights.length], data: weights };
        const { tensors } = batchOf(spec, [2, 1], { steps });
        return (await session.run({ parameters, ...tensors })).outputs!.data;
      }),
    ),
  );
  // No window fits, so the maximum is 0 and the output the bias.
  const bias = weights.slice(-3).map(Math.fround);
  for (const output of outputs) expect(output).toEqual([...bias, ...bias]);
});
