import { type LayerSpec, type ModelSpec, sequenceClassifier } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { generator } from '../../test/random.js';
import { withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { trainingProgram } from './training.js';

const float = 'float64' as const;
const small = (options: Partial<Parameters<typeof sequenceClassifier>[0]> = {}) =>
  sequenceClassifier({ vocabulary: 5, classes: 3, units: 3, ...options });
const tagger = (...between: LayerSpec[]): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 5 },
  layers: [
    { type: 'embedding', units: 2 },
    ...between,
    { type: 'recurrent', cell: 'gru', units: 3, bidirectional: true },
    { type: 'dense', units: 4 },
  ],
});

test('K steps in one run are K runs of one step, bit for bit', async () => {
  const spec = small({ layers: 2, dropout: 0.5 });
  const program = trainingProgram(spec, { type: 'adam', clipNorm: 0.1 });
  const batches = [1, 2, 3, 4].map((seed) => batchOf(spec, [4, 2, 0, 3], { seed }));
  const mask = (_: unknown, entries: number, step: number) => {
    const random = generator(step + 1);
    return Array.from({ length: entries }, () => Number(random() < 0.5));
  };
  await withSession(program.model, async (session) => {
    const start = firstState(program, weightsOf(spec));
    const inOneRun = await train(session, program, start, batches, { mask });
    let state = start;
    const losses: number[] = [];
    for (const [done, batch] of batches.entries()) {
      const single = await train(session, program, state, [batch], { mask, done });
      losses.push(...single.results.losses!.data);
      ({ state } = single);
    }
    expect(inOneRun.state).toEqual(state);
    expect(inOneRun.results.losses!.data).toEqual(losses);
    expect(inOneRun.results.counts!.data).toEqual([4, 4, 4, 4]);
    expect(state[0]).not.toEqual(start[0]);
  });
});

test('the training loss and the right predictions are those of the evaluation', async () => {
  for (const spec of [small({ layers: 2, dropout: 0.5 }), tagger()]) {
    const weights = weightsOf(spec);
    const batch = batchOf(spec, [4, 0, 2], { float });
    const program = trainingProgram(spec, { type: 'sgd' }, { float });
    // Masks of ones would scale by 1 / (1 - rate): a model without dropout is compared.
    const without = JSON.parse(JSON.stringify(spec).replaceAll('0.5', '0')) as ModelSpec;
    const bare = trainingProgram(without, { type: 'sgd' }, { float });
    expect(bare.dropout).toEqual([]);
    const { results } = await withSession(bare.model, (session) =>
      train(session, bare, firstState(program, weights), [batch], { float }),
    );
    const evaluated = await withSession(evaluationProgram(spec, { float }).model, (session) =>
      session.run({ parameters: { type: float, dims: [weights.length], data: weights }, ...batch.tensors }),
    );
    const total = (name: string) => evaluated[name]!.data.reduce((a, b) => a + b);
    expect(results.losses!.data[0]).toBeCloseTo(total('losses') / total('counts'), 12);
    expect(results.correct!.data[0]).toBe(total('correct'));
    expect(results.counts!.data[0]).toBe(total('counts'));
  }
});

describe('dropout', () => {
  const rate = 0.75;
  // Without a recurrent layer behind it dropout is linear up to the logits.
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 4 },
    layers: [{ type: 'last' }, { type: 'dropout', rate }, { type: 'dense', units: 2 }],
  };
  const plain: ModelSpec = { ...spec, layers: [{ type: 'last' }, { type: 'dense', units: 2 }] };

  test('multiplies what is kept by 1 / (1 - rate)', async () => {
    const program = trainingProgram(spec, { type: 'sgd' }, { float });
    const bare = trainingProgram(plain, { type: 'sgd' }, { float });
    expect(program.dropout).toEqual([{ name: 'dropout_0', type: 'uint8', shape: ['batch', 4], rate }]);
    const weights = weightsOf(spec);
    const batch = batchOf(spec, [2, 1], { float });
    const scaled = batchOf(spec, [2, 1], { float });
    scaled.tensors.features!.data = batch.tensors.features!.data.map((x) => 4 * x);
    const kept = await withSession(program.model, (s) => train(s, program, [weights], [batch], { float }));
    const reference = await withSession(bare.model, (s) => train(s, bare, [weights], [scaled], { float }));
    expect(difference(kept.state[0]!, reference.state[0]!)).toBeLessThan(1e-12);
    expect(kept.results.losses!.data[0]).toBeCloseTo(reference.results.losses!.data[0]!, 12);
  });

  test('a mask of zeros leaves only the bias to learn', async () => {
    const program = trainingProgram(spec, { type: 'sgd' }, { float });
    const weights = weightsOf(spec);
    const mask = (_: unknown, entries: number) => Array<number>(entries).fill(0);
    const { state } = await withSession(program.model, (session) =>
      train(session, program, [weights], [batchOf(spec, [2, 1], { float })], { float, mask }),
    );
    const moved = weights.flatMap((weight, k) => (Math.abs(weight - state[0]![k]!) > 1e-12 ? [k] : []));
    expect(moved).toEqual([8, 9]);
  });

  test('has a mask for each use, of the shape it is applied to', () => {
    const { dropout } = trainingProgram(small({ layers: 3, dropout: 0.2, bidirectional: true }), {
      type: 'sgd',
    });
    expect(dropout.map(({ name, shape }) => [name, shape])).toEqual([
      ['dropout_0', ['steps', 'batch', 6]],
      ['dropout_1', ['steps', 'batch', 6]],
      ['dropout_2', ['batch', 6]],
    ]);
  });
});

test('a batch without a single prediction has loss 0 and moves nothing', async () => {
  const spec = tagger();
  const program = trainingProgram(spec, { type: 'sgd' });
  const weights = Array.from(Float32Array.from(weightsOf(spec)));
  const { state, results } = await withSession(program.model, (session) =>
    train(session, program, [weights], [batchOf(spec, [0, 0], { steps: 2 })]),
  );
  expect(results.losses!.data).toEqual([0]);
  expect(results.counts!.data).toEqual([0]);
  expect(state[0]).toEqual(weights);
});

test('a model that cannot be trained is refused', () => {
  const input = { type: 'tokens', vocabulary: 4 } as const;
  const sgd = { type: 'sgd' } as const;
  expect(() =>
    trainingProgram({ input: { type: 'sequence', features: 2 }, layers: [{ type: 'last' }] }, sgd),
  ).toThrow('The model has no parameters to train.');
  expect(() => evaluationProgram({ input, layers: [{ type: 'one-hot' }] })).toThrow(
    'The last layer must give a vector or a sequence of numbers, received one-hot sequence [time, 4]: end with a dense layer.',
  );
  const image = { type: 'image', channels: 1, height: 4, width: 5 } as const;
  for (const compile of [trainingProgram, (spec: ModelSpec) => evaluationProgram(spec)]) {
    expect(() =>
      compile({ input: image, layers: [{ type: 'conv2d', filters: 2, kernelSize: 3 }] }, sgd),
    ).toThrow(
      'The last layer must give a vector or a sequence of numbers, received image [2, 2, 3]: end with a dense layer.',
    );
    expect(() => compile({ input, layers: [{ type: 'embedding', units: 0 }] }, sgd)).toThrow(
      'Layer 0 (embedding): units must be a whole number of at least 1, received 0.',
    );
  }
  const both: LayerSpec = { type: 'recurrent', units: 2, bidirectional: true };
  expect(() =>
    trainingProgram({ input, layers: [{ type: 'one-hot' }, both] }, sgd, { stateful: true }),
  ).toThrow('States can be carried from batch to batch in one direction only.');
  expect(() => trainingProgram({ input, layers: [{ type: 'last' }] }, sgd)).toThrow(
    'Layer 0 (last) expected real numbers as input, received tokens below 4 [time]',
  );
});

test('data are batch-major, with the targets last', () => {
  expect(trainingProgram(tagger(), { type: 'sgd' }).data).toEqual([
    { name: 'ids', type: 'int32', shape: ['batch', 'steps'] },
    { name: 'lengths', type: 'int32', shape: ['batch'] },
    { name: 'targets', type: 'int32', shape: ['batch', 'steps'] },
  ]);
  expect(trainingProgram(small(), { type: 'adam' }).slots).toBe(2);
});
