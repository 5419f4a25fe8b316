import { type ModelSpec, sequenceClassifier } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type Batch, batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { type Tensor, withSession } from '../../test/session.js';
import type { OptimizerSpec } from '../optimizers/optimizers.js';
import { dataParallelTraining } from './data-parallel-training.js';
import { type TrainingOptions, trainingProgram } from './training.js';

const float = 'float64' as const;
const tagger: ModelSpec = {
  input: { type: 'tokens', vocabulary: 5 },
  layers: [
    { type: 'embedding', units: 2 },
    { type: 'recurrent', cell: 'lstm', units: 3, layers: 2, dropout: 0.5, recurrentDropout: 0.5 },
    { type: 'dense', units: 5 },
  ],
};
const classifier = sequenceClassifier({
  vocabulary: 5,
  classes: 3,
  cell: 'gru',
  units: 4,
  bidirectional: true,
});

/** Some examples of a tensor that is cut along one of its axes. */
function cut({ type, dims, data }: Tensor, axis: number, from: number, to: number): Tensor {
  const inner = dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const row = dims[axis]! * inner;
  const kept = data.filter((_, k) => k % row >= from * inner && k % row < to * inner);
  return { type, dims: dims.map((size, k) => (k === axis ? to - from : size)), data: kept };
}

/** One step in parts: the gradient of each, then the update. */
async function dividedStep(
  spec: ModelSpec,
  optimizer: OptimizerSpec,
  options: TrainingOptions,
  { tensors, steps, examples }: Batch,
  bounds: readonly number[],
) {
  const whole = trainingProgram(spec, optimizer, options);
  const { gradient, update } = dataParallelTraining(spec, optimizer, options)!;
  const [parameters, ...slots] = firstState(whole, weightsOf(spec));
  const vector = (data: number[]): Tensor => ({ type: float, dims: [data.length], data });
  const sizes: Record<string, number> = { batch: examples, steps };
  const masks = whole.dropout.map(({ name, type, shape }) => {
    const dims = shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!));
    const entries = dims.reduce((a, b) => a * b, 1);
    return {
      name,
      shape,
      tensor: { type, dims, data: Array.from({ length: entries }, (_, k) => Number(k % 3 > 0)) },
    };
  });
  const carried = whole.carried.map(({ name, shape }) => {
    const units = shape[1] as number;
    const data = Array.from({ length: examples * units }, (_, k) => Math.sin(k));
    return { name, tensor: { type: float, dims: [examples, units], data } };
  });
  const total: Record<'gradient' | 'sums', number[]> = { gradient: [], sums: [] };
  const nextCarried: Record<string, number[]> = {};
  await withSession(gradient, async (session) => {
    for (const [k, to] of bounds.slice(1).entries()) {
      const from = bounds[k]!;
      const results = await session.run({
        parameters: vector(parameters!),
        ...Object.fromEntries(
          Object.entries(tensors).map(([name, tensor]) => [name, cut(tensor, 0, from, to)]),
        ),
        ...Object.fromEntries(
          masks.map(({ name, shape, tensor }) => [name, cut(tensor, shape.indexOf('batch'), from, to)]),
        ),
        ...Object.fromEntries(carried.map(({ name, tensor }) => [name, cut(tensor, 0, from, to)])),
      });
      for (const name of ['gradient', 'sums'] as const)
        total[name] = results[name]!.data.map((value, k) => value + (total[name][k] ?? 0));
      for (const { name } of carried)
        nextCarried[name] = [...(nextCarried[name] ?? []), ...results[`next_${name}`]!.data];
    }
  });
  const scalars = whole.scalars({ step: 0, learningRate: 0.1 });
  const after = await withSession(update, (session) =>
    session.run({
      parameters: vector(parameters!),
      ...Object.fromEntries(slots.map((slot, k) => [`slot_${k}`, vector(slot)])),
      gradient: vector(total.gradient),
      sums: vector(total.sums),
      scalars: vector(scalars),
    }),
  );
  const mask = ({ name }: { name: string }) => masks.find((other) => other.name === name)!.tensor.data;
  const expected = await withSession(whole.model, (session) =>
    train(
      session,
      whole,
      [parameters!, ...slots, ...carried.map(({ tensor }) => tensor.data)],
      [{ tensors, steps, examples }],
      {
        float,
        mask,
      },
    ),
  );
  return { after, expected, nextCarried };
}

const lengths = [4, 2, 3, 1, 4];

test.each<[string, ModelSpec, OptimizerSpec, TrainingOptions, number[]]>([
  ['a classifier in two parts', classifier, { type: 'adam' }, {}, [0, 3, 5]],
  [
    'three optimizer parts and three of a batch',
    tagger,
    { type: 'adamw', globalClipNorm: 0.1, l2: 0.01 },
    {},
    [0, 1, 2, 5],
  ],
  ['carried states', tagger, { type: 'sgd', momentum: 0.9 }, { stateful: true }, [0, 2, 5]],
  [
    'class weights',
    classifier,
    { type: 'rmsprop' },
    { loss: { type: 'softmax-cross-entropy', classWeights: [1, 5, 0.5] } },
    [0, 2, 5],
  ],
  ['one part', classifier, { type: 'adagrad' }, {}, [0, 5]],
])('a step in parts is that on the whole batch: %s', async (_, spec, optimizer, given, bounds) => {
  const options = { ...given, float };
  const all = given.stateful ? lengths.map(() => 4) : lengths;
  const batch = batchOf(spec, all, { float });
  const { after, expected, nextCarried } = await dividedStep(spec, optimizer, options, batch, bounds);
  const [next, ...slots] = expected.state;
  expect(difference(after.next_parameters!.data, next!)).toBeLessThan(1e-12);
  slots.forEach((slot, k) => {
    const ours =
      after[`next_slot_${k}`]?.data ??
      nextCarried[`carried_${k - slots.length + Object.keys(nextCarried).length}`]!;
    expect(difference(ours, slot)).toBeLessThan(1e-12);
  });
  const { losses, correct, counts } = expected.results;
  [losses, correct, counts].forEach((scores, k) => {
    expect(after.scores!.data[k]).toBeCloseTo(scores!.data[0]!, 12);
  });
});

test('parts without a single prediction move nothing', async () => {
  const batch = batchOf(tagger, [0, 0], { float, steps: 2 });
  const { after, expected } = await dividedStep(tagger, { type: 'sgd' }, { float }, batch, [0, 1, 2]);
  expect(after.scores!.data).toEqual([0, 0, 0]);
  expect(after.next_parameters!.data).toEqual(expected.state[0]);
});

test('a model with batch normalization cannot be divided', () => {
  const spec: ModelSpec = {
    input: { type: 'vector', features: 3 },
    layers: [{ type: 'batch-norm' }, { type: 'dense', units: 2 }],
  };
  expect(dataParallelTraining(spec, { type: 'sgd' })).toBeUndefined();
});
