import { type ModelSpec, SpecError, sequenceClassifier } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type Batch, batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { type Tensor, withSession } from '../../test/session.js';
import { ops } from '../ops/index.js';
import { dataParallelTraining } from '../programs/data-parallel-training.js';
import { trainingProgram } from '../programs/training.js';
import { chain, type Transform } from './combine.js';
import { defineOptimizer, type OptimizerSpec, optimizerOf } from './optimizers.js';
import { scaleByLearningRate } from './transforms.js';

const float = 'float64' as const;
const parsed = (spec: unknown) => () => optimizerOf(spec as OptimizerSpec);

const lion = defineOptimizer({
  type: 'mine/lion',
  title: 'Lion',
  source: 'X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023',
  options: {
    beta1: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.9, description: 'Of the update.' },
    beta2: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.99, description: 'Of the mean.' },
  },
  transform: ({ beta1, beta2 }) =>
    chain(
      {
        slots: 1,
        apply: (gradient, { slots: [mean] }) => ({
          update: ops.sign(ops.add(ops.mul(mean!, beta1), ops.mul(gradient, 1 - beta1))),
          slots: [ops.add(ops.mul(mean!, beta2), ops.mul(gradient, 1 - beta2))],
        }),
      },
      scaleByLearningRate(),
    ),
});

/** Trains a tiny model on one batch, and returns the parameters before and after, and the losses. */
async function trained(optimizer: OptimizerSpec, steps: number, learningRate = 0.01) {
  const own = sequenceClassifier({ vocabulary: 5, classes: 2, cell: 'gru', units: 3 });
  const batches = Array<Batch>(steps).fill(batchOf(own, [4, 2, 3], { float }));
  const program = trainingProgram(own, optimizer, { float });
  const start = weightsOf(own);
  const { state, results } = await withSession(program.model, (session) =>
    train(session, program, firstState(program, start), batches, { float, learningRate }),
  );
  return { start, state, losses: results.losses!.data, slots: program.slots };
}

test('an optimizer of a user is a transform, with the options that all have', async () => {
  const { start, state, losses, slots } = await trained({ type: 'mine/lion', beta1: 0.5, clipNorm: 1 }, 30);
  expect(slots).toBe(1);
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  const one = await trained({ type: 'mine/lion' }, 1);
  one.state[0]!.forEach((value, k) => {
    expect([-0.01, 0, 0.01].some((step) => Math.abs(value - one.start[k]! - step) < 1e-12)).toBe(true);
  });
  expect(difference(state[0]!, start)).toBeGreaterThan(0.01);
  expect(optimizerOf({ type: 'mine/lion', gradientAccumulationSteps: 2 }).slots).toBe(2);
  expect((await trained({ type: 'mine/lion', gradientAccumulationSteps: 2 }, 3)).losses).toHaveLength(3);
});

test('the update of data-parallel training is the same', async () => {
  const own = sequenceClassifier({ vocabulary: 5, classes: 2, cell: 'gru', units: 3 });
  const batch = batchOf(own, [4, 2, 3], { float });
  const { gradient, update } = dataParallelTraining(own, { type: 'mine/lion' }, { float })!;
  const parameters = weightsOf(own);
  const vector = (data: number[]): Tensor => ({ type: float, dims: [data.length], data });
  const inputs = { parameters: vector(parameters) };
  const computed = await withSession(gradient, (session) => session.run({ ...inputs, ...batch.tensors }));
  const next = await withSession(update, (session) =>
    session.run({
      ...inputs,
      slot_0: vector(parameters.map(() => 0)),
      scalars: vector([-0.01]),
      gradient: vector(computed.gradient!.data),
      sums: vector(computed.sums!.data),
    }),
  );
  const { state } = await trained({ type: 'mine/lion' }, 1);
  expect(difference(next.next_parameters!.data, state[0]!)).toBeLessThan(1e-12);
  expect(difference(next.next_slot_0!.data, state[1]!)).toBeLessThan(1e-9);
});

test('may ignore the learning rate, and keep a slot as it is', async () => {
  defineOptimizer({
    ...{ type: 'mine/fixed', title: 'A fixed step', options: {} },
    transform: () => ({
      slots: 2,
      apply: (gradient, { slots: [first, second] }) => ({
        update: ops.mul(gradient, -0.5),
        slots: [first!, ops.add(second!, 1)],
      }),
    }),
  });
  const { state, losses } = await trained({ type: 'mine/fixed' }, 20);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
  expect(new Set(state[1])).toEqual(new Set([0]));
  expect(new Set(state[2])).toEqual(new Set([20]));
  const spec = sequenceClassifier({ vocabulary: 5, classes: 2, cell: 'gru', units: 3 });
  expect(dataParallelTraining(spec, { type: 'mine/fixed' })!.update.length).toBeGreaterThan(100);
});

test('has scalars of its own for each step', async () => {
  defineOptimizer({
    ...{ type: 'mine/warm', title: 'Warm-up inside', options: {} },
    transform: () => ({
      slots: 0,
      scalars: ({ step, learningRate }) => ({ rate: step === 0 ? 0 : -learningRate }),
      apply: (gradient, { scalars: { rate } }) => ({ update: ops.mul(gradient, rate!), slots: [] }),
    }),
  });
  const one = await trained({ type: 'mine/warm' }, 1);
  expect(one.state[0]).toEqual(one.start);
  expect((await trained({ type: 'mine/warm' }, 2)).state[0]).not.toEqual(one.start);
});

test.each<[object, string]>([
  [
    { type: 'mine/other' },
    'There is no optimizer "mine/other": it is not one of RNNLab\'s, and defineOptimizer was not called for it in this process.',
  ],
  [
    { type: 'mine/lion', beta1: 1 },
    'The optimizer (mine/lion): beta1 must be a number from 0 up to, but not including, 1, received 1.',
  ],
  [
    { type: 'mine/lion', beta3: 1 },
    'The optimizer (mine/lion) has no option "beta3"; the nearest is "beta1".',
  ],
])('with a bad spec is refused: %j', (spec, sentence) => {
  expect(parsed(spec)).toThrow(SpecError);
  expect(parsed(spec)).toThrow(sentence);
});

test.each<[object, string]>([
  [{ type: 'lion' }, 'The name of an optimizer of your own must be two words with a slash between'],
  [{ title: undefined }, 'defineOptimizer needs title: a string.'],
  [
    { options: { clipNorm: { type: 'number', description: 'A norm.' } } },
    'The optimizer mine/lion cannot have an option called "clipNorm", which has another meaning there.',
  ],
])('with a bad definition is refused: %j', (part, sentence) => {
  const define = () => defineOptimizer({ ...lion, ...part } as Parameters<typeof defineOptimizer>[0]);
  expect(define).toThrow(SpecError);
  expect(define).toThrow(sentence);
});

test.each<[Partial<Transform> | undefined, string]>([
  [undefined, 'transform must give { slots, scalars, apply }, or a chain of such, received nothing.'],
  [{ slots: 1 }, 'apply must give as many slots as it keeps, 1, received 0.'],
  [
    { apply: (gradient) => ({ update: ops.sumAll(gradient), slots: [] }) },
    'the update must be a vector as long as all parameters, received ReduceSum_',
  ],
  [{ apply: () => undefined as never }, 'apply must give as many slots as it keeps, 0, received none.'],
  [{ scalars: () => ({ rate: Number.NaN }) }, 'the scalar rate must be a number at step 0, received NaN.'],
])('with a bad transform is refused', (part, sentence) => {
  defineOptimizer({
    ...{ type: 'mine/bad', title: 'Bad', options: {} },
    transform: () => (part && { slots: 0, apply: (update) => ({ update, slots: [] }), ...part }) as Transform,
  });
  const spec: ModelSpec = { input: { type: 'vector', features: 2 }, layers: [{ type: 'dense', units: 2 }] };
  expect(() => trainingProgram(spec, { type: 'mine/bad' })).toThrow(`The optimizer (mine/bad): ${sentence}`);
});
