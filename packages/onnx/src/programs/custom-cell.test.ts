import {
  cells,
  defineCell,
  type ModelSpec,
  orthogonal,
  parametersOf,
  SpecError,
  sequenceClassifier,
  zeros,
} from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../test/check-model.js';
import { type Batch, batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { generationModel } from './generation.js';
import { inferenceModel } from './inference.js';
import { trainingProgram } from './training.js';

const square = (units: number) => ({ shape: [units, units], initializer: orthogonal() });
const vector = (units: number) => ({ shape: [units], initializer: zeros() });

/** Peepholes: the gates see the memory, by weights of which each acts on one unit (F. Gers and J. Schmidhuber, 2000). */
defineCell({
  name: 'mine/peephole-lstm',
  title: 'LSTM with peephole connections',
  source: 'F. Gers and J. Schmidhuber, Recurrent Nets that Time and Count, 2000',
  gates: 4,
  states: 2,
  weights: (units) => ({
    recurrentKernel: { shape: [units, 4 * units], initializer: orthogonal({ blocks: 4 }) },
    ...{ ofInput: vector(units), ofForget: vector(units), ofOutput: vector(units) },
  }),
  step({ add, mul, sigmoid, tanh, matmul, split }, input, [h, c], weights) {
    const { recurrentKernel, ofInput, ofForget, ofOutput } = weights;
    const [i, o, f, g] = split(matmul(h!, recurrentKernel!, input), 4);
    const kept = mul(sigmoid(add(f!, mul(c!, ofForget!))), c!);
    const next = add(kept, mul(sigmoid(add(i!, mul(c!, ofInput!))), tanh(g!)));
    return [mul(sigmoid(add(o!, mul(next, ofOutput!))), tanh(next)), next];
  },
});

/** Exponential gates with a normalizer: numbers on either side of an operator, and a quotient of two states. */
defineCell({
  name: 'mine/exponential',
  gates: 3,
  states: 3,
  weights: (units) => ({ recurrentKernel: square(units) }),
  step({ add, sub, mul, div, exp, tanh, matmul, split }, input, [h, c, n], { recurrentKernel }) {
    const [i, f, z] = split(input, 3);
    const write = exp(tanh(i!));
    const keep = div(1, add(1, exp(mul(f!, -1))));
    const nextC = add(mul(keep, c!), mul(write, tanh(matmul(h!, recurrentKernel!, z!))));
    const nextN = add(mul(keep, n!), write);
    return [div(sub(nextC, 0.1), add(nextN, 0.5)), nextC, nextN];
  },
});

/** A state that only passes on: what the cell put out a step before. */
defineCell({
  name: 'mine/delayed',
  gates: 1,
  states: 2,
  weights: (units) => ({ recurrentKernel: square(units), delayedKernel: square(units) }),
  step: ({ tanh, matmul }, input, [h, before], { recurrentKernel, delayedKernel }) => [
    tanh(matmul(h!, recurrentKernel!, matmul(before!, delayedKernel!, input))),
    h!,
  ],
});

/** No weights of its own, and the same value as both states. */
defineCell({
  name: 'mine/leaky',
  gates: 1,
  states: 2,
  weights: () => ({}),
  step({ add, sub, mul, tanh }, input, [h, g]) {
    const next = add(mul(h!, 0.75), mul(sub(tanh(input), mul(g!, 0.5)), 0.25));
    return [next, next];
  },
});

const own = ['mine/peephole-lstm', 'mine/exponential', 'mine/delayed', 'mine/leaky'] as const;
const dense = { type: 'dense', units: 3 } as const;
const tokens = { type: 'tokens', vocabulary: 5 } as const;

describe.each(own)('the gradient of %s', (cell) => {
  test('one layer of numbers, and two of tokens with every dropout', async () => {
    await checkModel({
      input: { type: 'sequence', features: 3 },
      layers: [{ type: 'recurrent', cell, units: 2, bidirectional: true }, { type: 'last' }, dense],
    });
    const dropouts = { layers: 2, dropout: 0.3, inputDropout: 0.3, recurrentDropout: 0.3 };
    await checkModel(
      {
        input: tokens,
        layers: [
          { type: 'embedding', units: 2 },
          { type: 'recurrent', cell, units: 2, ...dropouts },
          { type: 'global-average-pool' },
          dense,
        ],
      },
      { most: 40 },
    );
  });

  test('one-hot tokens, wide states, and states that are carried', async () => {
    const recurrent = { type: 'recurrent', cell, units: 128 } as const;
    await checkModel({ input: tokens, layers: [{ type: 'one-hot' }, recurrent, dense] }, { most: 20 });
    await checkModel(
      { input: tokens, layers: [{ type: 'one-hot' }, { ...recurrent, units: 2 }, dense] },
      { carry: true, lengths: [3, 3] },
    );
  });
});

test.each(own)(
  'a file with %s gives what the trained model gives, and generates token by token',
  async (cell) => {
    const spec = sequenceClassifier({ vocabulary: 5, classes: 3, cell, units: 4, bidirectional: true });
    const weights = weightsOf(spec);
    const { tensors } = batchOf(spec, [4, 1, 3], { steps: 4 });
    const parameters = { type: 'float32' as const, dims: [weights.length], data: weights };
    const evaluated = await withSession(evaluationProgram(spec).model, (session) =>
      session.run({ parameters, ...tensors }),
    );
    const { targets: _, ...read } = tensors;
    const file = inferenceModel(spec, Float32Array.from(weights));
    const { logits } = await withSession(file, (session) => session.run(read));
    expect(difference(logits!.data, evaluated.outputs!.data)).toBeLessThan(1e-6);

    const language: ModelSpec = {
      input: tokens,
      layers: [
        { type: 'embedding', units: 3 },
        { type: 'recurrent', cell, units: 4 },
        { type: 'dense', units: 5 },
      ],
    };
    const states = { 'mine/exponential': 3 }[cell as string] ?? 2;
    await withSession(generationModel(language, Float32Array.from(weightsOf(language))), async (session) => {
      const run = (ids: number[], state: number[][]) =>
        session.run({
          ids: { type: 'int32', dims: [1, ids.length], data: ids },
          ...Object.fromEntries(
            state.map((data, k) => [`state_${k}`, { type: 'float32' as const, dims: [1, 4], data }]),
          ),
        });
      const start = Array.from({ length: states }, () => [0, 0, 0, 0]);
      const whole = await run([3, 1, 4], start);
      let state = start;
      const logits: number[] = [];
      for (const id of [3, 1, 4]) {
        const result = await run([id], state);
        logits.push(...result.logits!.data);
        state = state.map((_, k) => result[`next_state_${k}`]!.data);
      }
      expect(difference(logits, whole.logits!.data)).toBeLessThan(1e-6);
    });
  },
);

/** Whether a sequence ends as it starts takes memory of both ends. */
const spec = (cell: 'mgu' | 'mine/peephole-lstm'): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 4 },
  layers: [
    { type: 'one-hot' },
    { type: 'recurrent', cell, units: 6, bidirectional: true },
    { type: 'last' },
    { type: 'dense', units: 2 },
  ],
});

test.each(['mgu', 'mine/peephole-lstm'] as const)(
  'a cell that is only a step, ours or a user’s, learns and is exported: %s',
  async (cell) => {
    expect(cells.mgu).toMatchObject({ name: 'mgu', gates: 2, states: 1 });
    const batches = Array.from({ length: 400 }, (_, seed): Batch => {
      const batch = batchOf(spec(cell), Array<number>(16).fill(5), { seed });
      const ids = batch.tensors.ids!.data;
      const data = Array.from({ length: 16 }, (__, k) => Number(ids[5 * k]! % 2 === ids[5 * k + 4]! % 2));
      return { ...batch, tensors: { ...batch.tensors, targets: { ...batch.tensors.targets!, data } } };
    });
    const program = trainingProgram(spec(cell), { type: 'adam' });
    const { state, results } = await withSession(program.model, (session) =>
      train(session, program, firstState(program, weightsOf(spec(cell))), batches, { learningRate: 0.03 }),
    );
    const losses = results.losses!.data;
    expect(losses[0]).toBeGreaterThan(0.5);
    expect(losses.at(-1)).toBeLessThan(0.1);

    const [parameters] = state as [number[]];
    const { targets, ...read } = batches[0]!.tensors;
    const file = inferenceModel(spec(cell), Float32Array.from(parameters));
    const { logits } = await withSession(file, (session) => session.run(read));
    const right = targets!.data.filter((target, k) => {
      const [no, yes] = logits!.data.slice(2 * k, 2 * k + 2);
      return Number(yes! > no!) === target;
    });
    expect(right.length).toBeGreaterThanOrEqual(15);
  },
);

test('what is wrong in a step is said of the layer and the cell', () => {
  const build = (step: Parameters<typeof defineCell>[0]['step']) => () => {
    defineCell({ name: 'mine/bad', gates: 2, states: 2, weights: () => ({}), step });
    const model: ModelSpec = {
      input: { type: 'sequence', features: 2 },
      layers: [dense, { type: 'recurrent', cell: 'mine/bad', units: 3 }],
    };
    expect(parametersOf(model)).toHaveLength(4);
    return evaluationProgram(model);
  };
  expect(build((_, __, [h]) => [h!])).toThrow(SpecError);
  expect(build((_, __, [h]) => [h!])).toThrow('Layer 1 (mine/bad): A scan of 2 states got 1 from its step.');
  expect(build(({ add }, input, [h, c]) => [add(input, h!), c!])).toThrow(
    'Layer 1 (mine/bad): Add cannot match [batch, 6] with [batch, 3].',
  );
});
