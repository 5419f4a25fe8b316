import {
  type Applied,
  defineLayer,
  expectReal,
  glorotUniform,
  type LayerSpec,
  type ModelSpec,
  normal,
  type Ops,
  ones,
  type ParameterDefinition,
  type Signal,
  SpecError,
} from '@rnnlab/models';
import { expect, test } from 'vitest';
import { checkModel, type ModelCheck } from '../../test/check-model.js';
import { type Batch, batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { dataParallelTraining } from './data-parallel-training.js';
import { evaluationProgram } from './evaluation.js';
import { generationModel } from './generation.js';
import { inferenceModel } from './inference.js';
import { trainingProgram } from './training.js';

/** Attention over the features of a step: a gated sum of products, softmax, square root, logarithm and division. */
defineLayer({
  type: 'mine/attention',
  doc: 'A softmax of scores, by which the features of a step are weighted.',
  options: {
    temperature: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'Divides the scores.' },
    rate: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0, description: 'Dropout of weights.' },
  },
  output: (_, input) => expectReal(input, 'sequence', 'vector'),
  parameters(_, input) {
    const { features } = expectReal(input, 'sequence', 'vector');
    return {
      kernel: { shape: [features, features], initializer: glorotUniform() },
      gamma: { shape: [features], initializer: ones() },
    };
  },
  apply(ops, { temperature, rate }, { value, lengths }, { kernel, gamma }) {
    const scores = ops.softmax(ops.div(ops.linear(value, kernel!), temperature));
    const chosen = ops.mul(ops.dropout(scores, rate, 'element'), value);
    const size = ops.sqrt(ops.add(ops.sum(ops.mul(chosen, chosen)), 1e-3));
    const damped = ops.log(ops.add(1, ops.exp(ops.mul(ops.div(chosen, size), gamma!))));
    return { value: lengths === undefined ? damped : ops.mask(damped, lengths) };
  },
});

/** A sequence to a vector: the last step beside the mean and the maximum of all. */
defineLayer({
  type: 'mine/ends',
  doc: 'The last step, the mean and the maximum.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: 3 * expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: ({ concat, last, mean, max }, _, { value, lengths }) => ({
    value: concat([last(value, lengths), mean(value, lengths), max(value, lengths)]),
  }),
});

/** Tokens to vectors, with the parameter that a later layer shares. */
defineLayer({
  type: 'mine/lookup',
  doc: 'Rows of a table.',
  options: { units: { type: 'integer', minimum: 1, description: 'Features.' } },
  output: ({ units }, input) => {
    if (input.kind !== 'tokens') throw new SpecError('expected tokens as input.');
    return { kind: 'sequence', features: units, steps: input.steps };
  },
  parameters: ({ units }, input) => ({
    table: { shape: [(input as { vocabulary: number }).vocabulary, units], initializer: normal() },
  }),
  apply: (ops, _, { value }, { table }) => ({ value: ops.lookup(table!, value) }),
});

/** What sums convolution, pooling, padding and normalization of time: a sequence that is shorter. */
defineLayer({
  type: 'mine/block',
  doc: 'A convolution that is squashed and normalized.',
  options: { units: { type: 'integer', minimum: 1, description: 'Features.' } },
  output: ({ units }, input) => ({ ...expectReal(input, 'sequence'), features: units }),
  parameters: ({ units }, input): Record<string, ParameterDefinition> => ({
    kernel: { shape: [units, expectReal(input, 'sequence').features, 3], initializer: glorotUniform() },
    ...{ bias: { shape: [units], initializer: ones() }, gain: { shape: [units], initializer: ones() } },
    offset: { shape: [units], initializer: ones() },
  }),
  apply(ops, _, { value, lengths }, { kernel, bias, gain, offset }) {
    const window = { size: 3, stride: 1, dilation: 1, padding: [1, 1] as const };
    const convolved = ops.convolveSequence({ value, lengths: lengths! }, kernel!, bias!, window);
    return { value: ops.layerNorm(ops.elu(convolved), gain!, offset!, 1e-5) };
  },
});

const dense: LayerSpec = { type: 'dense', units: 3 };
const tokens = { type: 'tokens', vocabulary: 5 } as const;
const models: [string, ModelSpec, ModelCheck?][] = [
  [
    'of vectors',
    {
      input: { type: 'vector', features: 3 },
      layers: [dense, { type: 'mine/attention', temperature: 0.5 }, dense],
    },
  ],
  [
    'of sequences, with dropout',
    {
      input: tokens,
      layers: [{ type: 'mine/lookup', units: 3 }, { type: 'mine/attention', rate: 0.4 }, dense],
    },
  ],
  [
    'from sequences to vectors',
    {
      input: tokens,
      layers: [{ type: 'embedding', units: 3 }, { type: 'mine/attention' }, { type: 'mine/ends' }, dense],
    },
  ],
  [
    'with a convolution, and a recurrent layer behind it',
    {
      input: tokens,
      layers: [
        { type: 'mine/lookup', units: 2 },
        { type: 'mine/block', units: 4 },
        { type: 'recurrent', cell: 'gru', units: 2, bidirectional: true },
        { type: 'last' },
        dense,
      ],
    },
    { lengths: [7, 1, 4], steps: 8 },
  ],
];

test.each(models)('the gradient of layers of a user: %s', (_, spec, options) => checkModel(spec, options));

test.each(models)('a file with them gives what the trained model gives: %s', async (_, spec, options) => {
  const weights = weightsOf(spec);
  const { tensors } = batchOf(spec, [4, 1, 3], { steps: options?.steps ?? 4 });
  const parameters = { type: 'float32' as const, dims: [weights.length], data: weights };
  const evaluated = await withSession(evaluationProgram(spec).model, (session) =>
    session.run({ parameters, ...tensors }),
  );
  const { targets, ...read } = tensors;
  const { logits } = await withSession(inferenceModel(spec, Float32Array.from(weights)), (session) =>
    session.run(read),
  );
  const [batch, steps = 1] = targets!.dims as [number, number?];
  const timeMajor = evaluated.outputs!.data;
  const batchMajor = Array.from({ length: batch * steps }, (__, k) => {
    const at = 3 * ((k % steps) * batch + Math.floor(k / steps));
    return timeMajor.slice(at, at + 3);
  });
  expect(difference(logits!.data, batchMajor.flat())).toBeLessThan(1e-5);
});

test('they train, also data-parallel', async () => {
  const [, spec] = models[2]!;
  const batches = Array.from({ length: 200 }, (_, seed): Batch => {
    const batch = batchOf(spec, Array<number>(8).fill(4), { seed });
    const ids = batch.tensors.ids!.data;
    const data = Array.from({ length: 8 }, (__, k) => Math.min(2, ids[4 * k + 3]!));
    return { ...batch, tensors: { ...batch.tensors, targets: { ...batch.tensors.targets!, data } } };
  });
  const program = trainingProgram(spec, { type: 'adam' });
  const { results } = await withSession(program.model, (session) =>
    train(session, program, firstState(program, weightsOf(spec)), batches, { learningRate: 0.05 }),
  );
  const losses = results.losses!.data;
  expect(losses[0]).toBeGreaterThan(0.8);
  expect(losses.at(-1)).toBeLessThan(0.1);
  expect(dataParallelTraining(spec, { type: 'adam' })?.gradient.length).toBeGreaterThan(1000);
});

test('outputs of them are exported by their names', async () => {
  const [, spec] = models[3]!;
  const file = inferenceModel(
    spec,
    Float32Array.from(weightsOf(spec)),
    {},
    { outputs: ['block1', 'lookup1'] },
  );
  const { targets: _, ...read } = batchOf(spec, [3, 2], { steps: 4 }).tensors;
  const results = await withSession(file, (session) => session.run(read));
  expect(results.block1!.dims).toEqual([2, 4, 4]);
  expect(results.lookup1!.dims).toEqual([2, 4, 2]);
});

test('what is wrong in apply is said of the layer', () => {
  type Apply = <T>(ops: Ops<T>, input: Signal<T>, weights: Record<string, T>) => Applied<T>;
  const build = (apply: Apply) => () => {
    defineLayer({
      ...{ type: 'mine/bad', doc: 'Bad.', options: {} },
      output: (_, input) => input,
      parameters: () => ({ gain: { shape: [4], initializer: ones() } }),
      apply: (ops, _, input, weights) => apply(ops, input, weights),
    });
    return evaluationProgram({
      input: { type: 'sequence', features: 2 },
      layers: [dense, { type: 'mine/bad' }],
    });
  };
  const mismatch = build((ops, { value }, { gain }) => ({ value: ops.mul(value, gain!) }));
  expect(mismatch).toThrow(SpecError);
  expect(mismatch).toThrow('Layer 1 (mine/bad): Mul cannot match [steps, batch, 3] with [4].');
  expect(build((ops, { value, lengths }) => ({ value: ops.last(value, lengths) }))).toThrow(
    'Layer 1 (mine/bad): apply must give numbers [time, batch, 3], as its output says, received',
  );
  expect(build((ops, { value }) => ({ value: ops.concat([value, value]) }))).toThrow(
    'Layer 1 (mine/bad): apply must give numbers [time, batch, 3], as its output says, received',
  );
  expect(build(() => undefined as never)).toThrow(
    'Layer 1 (mine/bad): apply must give { value }, received nothing.',
  );
  expect(build((_, { value }) => value as never)).toThrow('apply must give { value }, received a Value.');
});

test('a language model refuses one that looks at several steps', () => {
  const language = (...layers: LayerSpec[]): ModelSpec => ({
    input: tokens,
    layers: [
      { type: 'mine/lookup', units: 4 },
      { type: 'recurrent', units: 4 },
      ...layers,
      { ...dense, units: 5 },
    ],
  });
  const generate = (spec: ModelSpec) => () => generationModel(spec, Float32Array.from(weightsOf(spec)));
  expect(generate(language({ type: 'mine/attention' }))).not.toThrow();
  expect(generate(language({ type: 'mine/block', units: 4 }))).toThrow(
    'Layer 2 (mine/block): A language model goes forward one token at a time; this layer looks at several steps at once.',
  );
});
