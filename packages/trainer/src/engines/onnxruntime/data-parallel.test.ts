import { initialize, type ModelSpec, parameterCount, sequenceClassifier } from '@rnnlab/models';
import { dataParallelTraining, type OptimizerSpec } from '@rnnlab/onnx';
import { Generator } from '@rnnlab/shared';
import ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import type { Batch } from '../../data/examples.js';
import { type CompiledModel, initialState, type TrainingState } from '../engine.js';
import { dataParallelRunner } from './data-parallel.js';
import { onnxruntime } from './node-engine.js';
import type { ShardMemory } from './protocol.js';
import type { Client } from './rpc.js';

const spec = sequenceClassifier({ vocabulary: 7, classes: 4, cell: 'rnn', units: 3 });
const parameters = parameterCount(spec);
const program = {
  ...dataParallelTraining(spec, { type: 'sgd' })!,
  minimumShard: 2,
  axes: { ids: 0, lengths: 0, targets: 0 },
  carried: [],
  parameters,
};
const feeds = {
  parameters: new ort.Tensor('float32', new Float32Array(parameters).fill(0.1), [parameters]),
  scalars: new ort.Tensor('float32', Float32Array.of(0.1, 0.1), [2, 1]),
  ids: new ort.Tensor('int32', new Int32Array(24), [2, 4, 3]),
  lengths: new ort.Tensor('int32', new Int32Array(8).fill(3), [2, 4]),
  targets: new ort.Tensor('int32', new Int32Array(8), [2, 4]),
};

test('a worker that fails, at once or in a while, fails the run and is stopped', async () => {
  for (const wait of [0, 50]) {
    let shared: ShardMemory | undefined;
    const client = {
      async call(name: string, ...args: unknown[]) {
        if (name === 'openShard') {
          shared = args[2] as ShardMemory;
          return 1;
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
        throw new Error('There is no memory left.');
      },
    } as unknown as Client;
    const session = (model: Uint8Array) => ort.InferenceSession.create(model);
    const runner = await dataParallelRunner(ort, session, () => client, program, {
      threads: 2,
      device: 'cpu',
    });
    await expect(runner.run({ ...feeds })).rejects.toThrow('There is no memory left.');
    expect(shared!.gate[0]).toBe(-1);
    await runner.close!();
  }
});

const STEPS = 6;
const adam: OptimizerSpec = { type: 'adam', globalClipNorm: 1 };
const writer: ModelSpec = {
  input: { type: 'tokens', vocabulary: 7 },
  layers: [
    { type: 'embedding', units: 4 },
    { type: 'recurrent', cell: 'lstm', units: 8, layers: 2, dropout: 0.3, recurrentDropout: 0.2 },
    { type: 'dropout', rate: 0.2 },
    { type: 'dense', units: 7 },
  ],
};
const rows: ModelSpec = {
  input: { type: 'sequence', features: 3 },
  layers: [
    { type: 'recurrent', cell: 'gru', units: 9, bidirectional: true },
    { type: 'last' },
    { type: 'dense', units: 4 },
  ],
};
const reader = sequenceClassifier({ vocabulary: 7, classes: 4, cell: 'rnn', units: 10 });

/** Random batches, and the generators that they are trained with. */
class Course {
  readonly #generator = new Generator(3);
  readonly #masks = new Generator(4);
  #step = 0;

  constructor(
    readonly spec: ModelSpec,
    readonly carry = false,
  ) {}

  start(): TrainingState {
    return initialState(
      initialize(this.spec, () => this.#generator.uniform()),
      2,
    );
  }

  async train(model: CompiledModel, sizes: readonly number[]): Promise<number[]> {
    const [size] = sizes as [number];
    const scores = await model.train({
      batches: sizes.map((examples) => this.#batch(examples)),
      shape: { batch: size, steps: STEPS },
      step: this.#step,
      learningRates: sizes.map(() => 0.01),
      resetCarried: this.#step === 0,
      mask: (entries, rate) => this.#masks.mask(entries, rate),
    });
    this.#step += sizes.length;
    return [...scores.losses, ...scores.correct, ...scores.counts];
  }

  #batch(examples: number): Batch {
    const below = (count: number, limit: number) =>
      Int32Array.from({ length: count }, () => Math.floor(this.#generator.uniform() * limit));
    const numbers = (count: number) => Float32Array.from({ length: count }, () => this.#generator.uniform());
    const perStep = this.spec === writer;
    return {
      ...(this.spec === rows
        ? { features: numbers(examples * STEPS * 3) }
        : { ids: below(examples * STEPS, 7) }),
      lengths: this.carry ? new Int32Array(examples).fill(STEPS) : below(examples, STEPS + 1),
      targets: below(examples * (perStep ? STEPS : 1), 4),
    };
  }
}

const compile = (threads: number, { spec, carry }: Course) =>
  onnxruntime({ threads }).compile(spec, adam, { stateful: carry });

const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]!)));

test.each([
  ['a language model with dropout and carried states', writer, true],
  ['a language model with dropout', writer, false],
  ['both directions of sequences', rows, false],
  ['tokens', reader, false],
] as const)(
  'shards of batches in two and three threads train as the whole in one: %s',
  async (_, spec, carry) => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      const course = new Course(spec, carry);
      const model = await compile(threads, course);
      await model.setState(course.start());
      const scores = [
        ...(await course.train(model, [99, 99, 99])),
        ...(await course.train(model, [99])),
        // Too few for shards.
        ...(carry ? [] : await course.train(model, [5, 5])),
      ];
      results.push({ scores, ...(await model.getState()) });
      await model.dispose();
    }
    const [one, ...others] = results as [(typeof results)[number], ...typeof results];
    for (const { scores, parameters, slots, carried } of others) {
      expect(difference(scores, one.scores)).toBeLessThan(1e-5);
      expect(difference(parameters, one.parameters)).toBeLessThan(1e-4);
      expect(difference(slots[0]!, one.slots[0]!)).toBeLessThan(1e-5);
      expect(carried?.map(({ dims }) => dims)).toEqual(one.carried?.map(({ dims }) => dims));
      carried?.forEach(({ data }, k) => {
        expect(difference(data, one.carried![k]!.data)).toBeLessThan(1e-5);
      });
      // They are other sums of the same numbers: equal bits would mean that nothing was sharded.
      expect(parameters).not.toEqual(one.parameters);
    }
  },
);

test('data-parallel steps are the same bits in one run, in several, and from a stored state', async () => {
  const together = new Course(writer, true);
  const model = await compile(2, together);
  await model.setState(together.start());
  await together.train(model, [64, 64, 64]);
  const expected = await model.getState();

  const apart = new Course(writer, true);
  await model.setState(apart.start());
  await apart.train(model, [64]);
  await apart.train(model, [64]);
  const state = await model.getState();
  await model.dispose();
  const again = await compile(2, apart);
  await again.setState(state);
  await apart.train(again, [64]);
  expect(await again.getState()).toEqual(expected);
  await again.dispose();
});

test('a loss that is not finite leaves the state as it was with several shards', async () => {
  const course = new Course(rows);
  const model = await compile(2, course);
  const state = course.start();
  state.parameters.fill(Number.NaN);
  await model.setState(state);
  expect((await course.train(model, [64]))[0]).toBeNaN();
  expect(await model.getState()).toEqual(state);
  await model.dispose();
});

test('denormal numbers are flushed to zero in every thread', async () => {
  const results = [];
  for (const threads of [1, 2]) {
    const course = new Course(reader);
    const model = await compile(threads, course);
    const state = course.start();
    state.slots[0]!.fill(1e-39);
    await model.setState(state);
    await course.train(model, [64]);
    results.push(await model.getState());
    await model.dispose();
  }
  for (const { slots } of results)
    expect(slots[0]!.filter((value) => value !== 0 && Math.abs(value) < 1e-38)).toHaveLength(0);
});
