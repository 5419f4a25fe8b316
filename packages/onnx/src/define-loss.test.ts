import { type ModelSpec, SpecError } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../test/check-gradients.js';
import { scoresOf } from '../test/loss.js';
import { batchOf, firstState, train, weightsOf } from '../test/programs.js';
import { withSession } from '../test/session.js';
import {
  defineLoss,
  type LossDefinition,
  type LossSpec,
  lossOf,
  probabilitiesOf,
  targetClasses,
} from './losses.js';
import { ops } from './ops/index.js';
import { evaluationProgram } from './programs/evaluation.js';
import { trainingProgram } from './programs/training.js';

const float = 'float64' as const;

const {
  abs,
  cast,
  div,
  equal,
  exp,
  gatherRows,
  less,
  log,
  max,
  mul,
  oneHot,
  reduceMax,
  reduceSum,
  sub,
  where,
} = ops;

defineLoss({
  type: 'mine/huber',
  doc: 'Squares of small errors and sizes of large ones (P. J. Huber, 1964).',
  options: {
    delta: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'The largest small error.' },
  },
  loss: ({ delta }) => ({
    target: (outputs, float) => ({ type: float, shape: [outputs] }),
    score(output, target) {
      const size = abs(sub(output, target));
      const each = where(less(size, delta), mul(mul(size, size), 0.5), mul(sub(size, delta / 2), delta));
      return { losses: reduceSum(each, [-1]) };
    },
  }),
});

/** With a weight for each class, and a softmax from its parts, so that many operations have to be right. */
const focal = defineLoss({
  type: 'mine/focal',
  doc: 'Cross-entropy with less weight on what is learned (T.-Y. Lin et al., 2017).',
  probabilities: 'softmax',
  options: {
    gamma: { type: 'number', minimum: 0, default: 2, description: 'How much less.' },
    weights: {
      type: 'array',
      items: { type: 'number', exclusiveMinimum: 0 },
      optional: true,
      description: 'Weights of the classes.',
    },
  },
  loss: ({ gamma, weights }) => ({
    target: () => ({ type: 'int32', shape: [] }),
    score(logits, target) {
      const classes = logits.dim(-1) as number;
      const shifted = sub(logits, ops.unsqueeze(reduceMax(logits, [-1]), [-1]));
      const scores = exp(shifted);
      const chosen = mul(
        div(scores, reduceSum(scores, [-1], { keep: true })),
        oneHot(target, classes, logits.type),
      );
      const p = max(reduceSum(chosen, [-1]), 1e-9);
      const losses = mul(mul(exp(mul(log(sub(1 + 1e-9, p)), gamma)), log(p)), -1);
      const correct = cast(equal(ops.argMax(logits), cast(target, 'int64')), logits.type);
      if (!weights) return { losses, correct };
      const weight = gatherRows(ops.constantLike(logits, weights), target);
      return { losses: mul(losses, weight), weights: weight, correct };
    },
  }),
});

const huber: LossSpec = { type: 'mine/huber', delta: 0.5 };
const focalLosses: LossSpec[] = [
  { type: 'mine/focal' },
  { type: 'mine/focal', gamma: 0 },
  { type: 'mine/focal', gamma: 1, weights: [1, 2, 0.5, 3] },
];

test('a loss of a user has a right gradient, of one prediction or one for each step', async () => {
  await checkGradients([
    ...[['batch'], ['time', 'batch']].map(
      (lead): Case => ({
        name: `huber [${lead}]`,
        inputs: [real([...lead, 3])],
        given: [real([...lead, 3])],
        build: ([output], [target]) => lossOf(huber).score(output!, target!).losses,
      }),
    ),
    ...focalLosses.map(
      (spec): Case => ({
        name: JSON.stringify(spec),
        inputs: [real(['time', 'batch', 4])],
        given: [whole(['time', 'batch'], [0, 1, 1, 0, 2, 3])],
        build: ([logits], [target]) => lossOf(spec).score(logits!, target!).losses,
      }),
    ),
  ]);
});

test('is its definition, without correct predictions if it names none', async () => {
  const outputs = { dims: [2, 2], data: [0.25, 3, -1, 1] };
  const targets = { dims: [2, 2], data: [0, 1, 0, 1] };
  const scores = await scoresOf({ type: 'mine/huber' }, outputs, targets);
  expect(scores.losses).toEqual([0.03125 + 1.5, 0.5]);
  const plain = await scoresOf(
    { type: 'softmax-cross-entropy' },
    { dims: [2, 2], data: [2, -1, 0, 1] },
    { dims: [2], data: [0, 0] },
  );
  const same = await scoresOf(
    { type: 'mine/focal', gamma: 0 },
    { dims: [2, 2], data: [2, -1, 0, 1] },
    { dims: [2], data: [0, 0] },
  );
  plain.losses.forEach((loss, k) => {
    expect(same.losses[k]).toBeCloseTo(loss, 8);
  });
  expect(same.correct).toEqual(plain.correct);
});

test.each([huber, focalLosses[2]!])('trains and is evaluated: %j', async (loss) => {
  const spec: ModelSpec = {
    input: { type: 'sequence', features: 2 },
    layers: [
      { type: 'recurrent', cell: 'gru', units: 4 },
      { type: 'dense', units: 4 },
    ],
  };
  const kind = loss === huber ? 'mean-squared-error' : 'softmax-cross-entropy';
  const batch = batchOf(spec, [3, 0, 2], { float, loss: kind });
  const program = trainingProgram(spec, { type: 'adam' }, { float, loss });
  const { state, results } = await withSession(program.model, (session) =>
    train(session, program, firstState(program, weightsOf(spec)), Array(60).fill(batch), {
      float,
      learningRate: 0.05,
    }),
  );
  const losses = results.losses!.data;
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  const [parameters] = state as [number[]];
  const evaluated = await withSession(evaluationProgram(spec, { loss, float }).model, (session) =>
    session.run({
      parameters: { type: float, dims: [parameters.length], data: parameters },
      ...batch.tensors,
    }),
  );
  const total = evaluated.losses!.data.reduce((a, b) => a + b);
  expect(evaluated.losses!.data[1]).toBe(0);
  expect(evaluated.counts!.data).toEqual([3, 0, 2]);
  expect(total).toBeLessThan(losses[0]! * 5);
  if (loss === huber) expect(evaluated.correct!.data).toEqual([0, 0, 0]);
  expect(results.correct!.data.at(-1)).toBeGreaterThanOrEqual(0);
});

test('says how its outputs become probabilities, and of how many classes a target is one', () => {
  expect(probabilitiesOf(huber)).toBe('identity');
  expect(probabilitiesOf({ type: 'mine/focal' })).toBe('softmax');
  expect(targetClasses({ type: 'mine/focal' }, 4)).toBe(4);
  expect(targetClasses(huber, 4)).toBeUndefined();
  expect(targetClasses({ type: 'softmax-cross-entropy' }, 3)).toBe(3);
  expect(targetClasses({ type: 'binary-cross-entropy' }, 3)).toBeUndefined();
});

test.each<[object, string]>([
  [
    { type: 'mine/other' },
    'There is no loss "mine/other": it is not one of RNNLab\'s, and defineLoss was not called',
  ],
  [{ type: 'mine/huber', delta: 0 }, 'The loss (mine/huber): delta must be a number above 0, received 0.'],
  [{ type: 'mine/huber', detla: 1 }, 'The loss (mine/huber) has no option "detla"; the nearest is "delta".'],
])('with a bad spec is refused: %j', (spec, sentence) => {
  expect(() => lossOf(spec as LossSpec)).toThrow(SpecError);
  expect(() => lossOf(spec as LossSpec)).toThrow(sentence);
});

test.each<[object, string]>([
  [
    { type: 'huber' },
    'The name of a loss of your own must be two words with a slash between, as in "mine/loss"',
  ],
  [
    { probabilities: 'softplus' },
    'defineLoss: probabilities must be one of softmax, sigmoid, identity, received',
  ],
  [{ loss: undefined }, 'defineLoss needs loss: a function.'],
  [{ options: { type: { type: 'string', description: 'A type.' } } }, 'cannot have an option called "type"'],
])('with a bad definition is refused: %j', (part, sentence) => {
  const define = () => defineLoss({ ...focal, ...part } as Parameters<typeof defineLoss>[0]);
  expect(define).toThrow(SpecError);
  expect(define).toThrow(sentence);
});

test.each<[Partial<ReturnType<LossDefinition['loss']>>, string]>([
  [
    { score: (output, target) => ({ losses: sub(output, target) }) },
    'The loss (mine/bad): losses must be float32 [batch], a number for each prediction, received Sub_',
  ],
  [{ score: () => ({}) as never }, 'The loss (mine/bad): losses must be float32 [batch], a number for each'],
  [
    {
      score: (output) => ({
        losses: reduceSum(output, [-1]),
        correct: cast(less(reduceSum(output, [-1]), 0), 'int32'),
      }),
    },
    'The loss (mine/bad): correct must be float32 [batch], a number for each prediction, received Cast_',
  ],
  [
    { target: () => ({ type: 'int64', shape: [] }) },
    'The loss (mine/bad): target must give the type int32 or float32, and a shape such as [] or [outputs]',
  ],
])('with a bad score is refused', (part, sentence) => {
  defineLoss({
    ...{ type: 'mine/bad', doc: 'Bad.', options: {} },
    loss: () => ({
      target: (outputs, float) => ({ type: float, shape: [outputs] }),
      score: (output) => ({ losses: reduceSum(output, [-1]) }),
      ...part,
    }),
  });
  const spec: ModelSpec = { input: { type: 'vector', features: 2 }, layers: [{ type: 'dense', units: 2 }] };
  expect(() => trainingProgram(spec, { type: 'sgd' }, { loss: { type: 'mine/bad' } })).toThrow(sentence);
});
