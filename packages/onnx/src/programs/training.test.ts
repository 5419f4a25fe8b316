import { cells, type LayerSpec, type ModelSpec, sequenceClassifier } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { generator } from '../../test/random.js';
import { withSession } from '../../test/session.js';
import type { OptimiserSpec } from '../optimisers/index.js';
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

describe('the gradient that a step goes down', () => {
  const models: [string, ModelSpec][] = [
    ['stacked bidirectional LSTM on an embedding', small({ embedding: 2, layers: 2, bidirectional: true })],
    ['GRU on one-hot tokens', small({ cell: 'gru' })],
    [
      'RNN on features',
      {
        input: { type: 'sequence', features: 2 },
        layers: [{ type: 'recurrent', cell: 'rnn', units: 3 }, { type: 'last' }, { type: 'dense', units: 3 }],
      },
    ],
    ['one class for every time step', tagger()],
  ];
  test.each(models)('is that of the evaluated loss: %s', async (_, spec) => {
    const weights = weightsOf(spec);
    const batch = batchOf(spec, [3, 0, 1, 2], { float, steps: 4 });
    const program = trainingProgram(spec, { type: 'sgd' }, { float });
    const { state } = await withSession(program.model, (session) =>
      train(session, program, firstState(program, weights), [batch], { float, learningRate: 1 }),
    );
    const gradient = weights.map((weight, k) => weight - state[0]![k]!);
    const numeric = await withSession(evaluationProgram(spec, { float }).model, async (session) => {
      const lossAt = async (moved: number, by: number) => {
        const data = weights.map((weight, k) => (k === moved ? weight + by : weight));
        const { losses, counts } = await session.run({
          parameters: { type: float, dims: [data.length], data },
          ...batch.tensors,
        });
        return losses!.data.reduce((a, b) => a + b) / counts!.data.reduce((a, b) => a + b);
      };
      const slopes: number[] = [];
      for (const k of weights.keys())
        slopes.push(((await lossAt(k, 1e-5)) - (await lossAt(k, -1e-5))) / 2e-5);
      return slopes;
    });
    expect(difference(gradient, numeric)).toBeLessThan(1e-6);
  });
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
    const together = await train(session, program, start, batches, { mask });
    let state = start;
    const losses: number[] = [];
    for (const [done, batch] of batches.entries()) {
      const single = await train(session, program, state, [batch], { mask, done });
      losses.push(...single.results.losses!.data);
      ({ state } = single);
    }
    expect(together.state).toEqual(state);
    expect(together.results.losses!.data).toEqual(losses);
    expect(together.results.counts!.data).toEqual([4, 4, 4, 4]);
    expect(state[0]).not.toEqual(start[0]);
  });
});

describe('optimisers follow their equations', () => {
  /** The equations on plain numbers: given gradients, each step's parameters. */
  const references: [OptimiserSpec, () => (gradient: number[], t: number) => number[]][] = [
    [{ type: 'sgd' }, () => (g) => g],
    [
      { type: 'sgd', momentum: 0.9 },
      () => {
        let velocity: number[] | undefined;
        return (g) => {
          velocity = g.map((value, k) => 0.9 * (velocity?.[k] ?? 0) + value);
          return velocity;
        };
      },
    ],
    [
      { type: 'adam', beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
      () => {
        let m: number[] = [];
        let v: number[] = [];
        return (g, t) => {
          m = g.map((value, k) => 0.8 * (m[k] ?? 0) + 0.2 * value);
          v = g.map((value, k) => 0.95 * (v[k] ?? 0) + 0.05 * value ** 2);
          return g.map((_, k) => m[k]! / (1 - 0.8 ** t) / (Math.sqrt(v[k]! / (1 - 0.95 ** t)) + 1e-3));
        };
      },
    ],
  ];
  const spec = small({ cell: 'rnn' });
  const batches = [1, 2, 3, 4, 5].map((seed) => batchOf(spec, [3, 2], { seed, float }));

  test.each(
    references.flatMap(([optimiser, reference]) =>
      [undefined, 0.05, 100].map(
        (clipNorm) => [{ ...optimiser, ...(clipNorm && { clipNorm }) }, reference] as const,
      ),
    ),
  )('%j', async (optimiser, reference) => {
    const plain = trainingProgram(spec, { type: 'sgd' }, { float });
    const program = trainingProgram(spec, optimiser, { float });
    const learningRate = 0.3;
    const expected = await withSession(plain.model, async (session) => {
      let weights = weightsOf(spec);
      const update = reference();
      for (const [k, batch] of batches.entries()) {
        const { state } = await train(session, plain, [weights], [batch], { float, learningRate: 1 });
        let gradient = weights.map((weight, index) => weight - state[0]![index]!);
        const norm = Math.hypot(...gradient);
        if (optimiser.clipNorm && norm > optimiser.clipNorm)
          gradient = gradient.map((g) => (g * optimiser.clipNorm!) / norm);
        const step = update(gradient, k + 1);
        weights = weights.map((weight, index) => weight - learningRate * step[index]!);
      }
      return weights;
    });
    await withSession(program.model, async (session) => {
      const start = firstState(program, weightsOf(spec));
      const { state } = await train(session, program, start, batches, { float, learningRate });
      expect(difference(state[0]!, expected)).toBeLessThan(1e-6);
    });
  });

  test('a learning rate may change from step to step', async () => {
    const program = trainingProgram(spec, { type: 'sgd' });
    expect(program.scalars({ step: 0, learningRate: 0.5 })).toEqual([-0.5]);
    expect(program.scalars({ step: 7, learningRate: 0.25 })).toEqual([-0.25]);
  });
});

test.each(
  Object.keys(cells).flatMap((cell) =>
    [false, true].map((both) => [cell as keyof typeof cells, both] as const),
  ),
)('padding changes no loss and no step: %s, bidirectional %s', async (cell, bidirectional) => {
  for (const spec of [
    small({ cell, bidirectional, layers: 2 }),
    tagger({ type: 'recurrent', cell, units: 2, bidirectional }),
  ]) {
    const program = trainingProgram(spec, { type: 'adam' }, { float });
    await withSession(program.model, async (session) => {
      const start = firstState(program, weightsOf(spec));
      const runs = [];
      for (const extra of [0, 3, 50]) {
        const batch = batchOf(spec, [4, 0, 1, 3], { float, steps: 4 + extra });
        runs.push(await train(session, program, start, [batch], { float }));
      }
      for (const { state, results } of runs.slice(1)) {
        expect(difference(results.losses!.data, runs[0]!.results.losses!.data)).toBeLessThan(1e-12);
        expect(results.counts!.data).toEqual(runs[0]!.results.counts!.data);
        expect(difference(state[0]!, runs[0]!.state[0]!)).toBeLessThan(1e-9);
      }
    });
  }
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

  test('has a mask for each place, of the shape it is applied to', () => {
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
    'The last layer must give logits, received tokens: end with a dense layer.',
  );
  expect(() => trainingProgram({ input, layers: [{ type: 'last' }] }, sgd)).toThrow(
    'Layer 0 (last) expected sequence',
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
