import { type ModelSpec, SpecError } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { type Case, checkGradients, real, whole } from '../test/check-gradients.js';
import { scoresOf } from '../test/loss.js';
import { batchOf, train, weightsOf } from '../test/programs.js';
import { generator, integers } from '../test/random.js';
import { withSession } from '../test/session.js';
import { Graph } from './graph/graph.js';
import { type LossSpec, losses, lossOf } from './losses.js';
import { evaluationProgram } from './programs/evaluation.js';
import { trainingProgram } from './programs/training.js';

const float = 'float64' as const;
const numbers = (size: number, seed: number) => {
  const random = generator(seed);
  return Array.from({ length: size }, () => 3 * random() - 1.5);
};

describe.each(['binary-cross-entropy', 'mean-squared-error'] as const)('%s', (type) => {
  const definition = (z: number, t: number): number => {
    if (type === 'mean-squared-error') return (z - t) ** 2;
    const p = 1 / (1 + Math.exp(-z));
    return -(t * Math.log(p) + (1 - t) * Math.log(1 - p));
  };
  const right = (z: number, t: number) =>
    Number(z > (type === 'mean-squared-error' ? 0.5 : 0)) === Number(t > 0.5);

  test('is the mean of its definition over the outputs, with a prediction for each', async () => {
    const outputs = numbers(30, 1);
    const targets = numbers(30, 2).map((t, k) => (k % 3 === 0 ? (t + 1.5) / 3 : Number(t > 0)));
    const dims = [3, 2, 5];
    const scores = await scoresOf({ type }, { dims, data: outputs }, { dims, data: targets });
    expect(scores.predictions).toBe(5);
    for (let k = 0; k < 6; k++) {
      const row = [0, 1, 2, 3, 4].map((c) => [outputs[5 * k + c]!, targets[5 * k + c]!] as const);
      expect(scores.losses[k]).toBeCloseTo(
        row.reduce((sum, [z, t]) => sum + definition(z, t) / 5, 0),
        12,
      );
      expect(scores.correct![k]).toBe(row.filter(([z, t]) => right(z, t)).length);
    }
  });

  test('gradient', async () => {
    const of = (shape: (number | string)[]): Case => ({
      name: `[${shape}]`,
      inputs: [real(shape)],
      given: [real(shape, { from: 0, to: 1 })],
      build: ([output], [target]) => lossOf({ type }).score(output!, target!).losses,
    });
    await checkGradients([of(['batch', 1]), of(['batch', 3]), of(['time', 'batch', 2])]);
  });
});

test('binary cross-entropy does not overflow', async () => {
  const { losses } = await scoresOf(
    { type: 'binary-cross-entropy' },
    { dims: [3, 1], data: [1000, -1000, 1000] },
    { dims: [3, 1], data: [1, 1, 0] },
  );
  expect(losses.map((loss) => loss + 0)).toEqual([0, 1000, 1000]);
});

const perStep: ModelSpec = {
  input: { type: 'sequence', features: 2 },
  layers: [{ type: 'dense', units: 3 }],
};
const specs: LossSpec[] = [
  { type: 'softmax-cross-entropy', labelSmoothing: 0.1 },
  { type: 'softmax-cross-entropy', classWeights: [1, 5, 0.2] },
  { type: 'binary-cross-entropy' },
  { type: 'mean-squared-error' },
];

test.each(specs)('with a target for each step the mean is over the valid ones: %j', async (loss) => {
  const lengths = [3, 0, 2];
  const steps = 4;
  const batch = batchOf(perStep, lengths, { float, steps, loss: loss.type });
  const weights = weightsOf(perStep);
  const program = trainingProgram(perStep, { type: 'sgd' }, { float, loss });
  const { results } = await withSession(program.model, (session) =>
    train(session, program, [weights], [batch], { float }),
  );
  const evaluated = await withSession(evaluationProgram(perStep, { loss, float }).model, (session) =>
    session.run({ parameters: { type: float, dims: [weights.length], data: weights }, ...batch.tensors }),
  );
  const outputs = evaluated.outputs!.data;
  const { data, dims } = batch.tensors.targets!;
  const width = dims[2] ?? 1;
  const sums = { losses: 0, weights: 0, correct: 0 };
  const predictions = loss.type === 'softmax-cross-entropy' ? 1 : 3;
  for (const [example, length] of lengths.entries()) {
    const own = { losses: 0, correct: 0 };
    for (let step = 0; step < length; step++) {
      const at = (step * lengths.length + example) * 3;
      const target = (example * steps + step) * width;
      const scores = await scoresOf(
        loss,
        { dims: [1, 3], data: outputs.slice(at, at + 3) },
        { dims: dims[2] ? [1, 3] : [1], data: data.slice(target, target + width) },
      );
      own.losses += scores.losses[0]!;
      own.correct += scores.correct![0]!;
      sums.weights += scores.weights?.[0] ?? 1;
    }
    expect(evaluated.losses!.data[example]).toBeCloseTo(own.losses, 12);
    expect(evaluated.correct!.data[example]).toBe(own.correct);
    expect(evaluated.counts!.data[example]).toBe(length * predictions);
    sums.losses += own.losses;
    sums.correct += own.correct;
  }
  expect(results.losses!.data[0]).toBeCloseTo(sums.losses / sums.weights, 12);
  expect(results.correct!.data[0]).toBe(sums.correct);
  expect(results.counts!.data[0]).toBe(5 * predictions);
});

describe('a bad loss is refused', () => {
  test.each([
    [{ type: 'softmax' }, 'There is no loss "softmax"'],
    [
      { type: 'mean-square-error' },
      'There is no loss "mean-square-error"; the nearest is "mean-squared-error".',
    ],
    [{ type: 'toString' }, `There is no loss "toString"; expected one of ${Object.keys(losses).join(', ')}.`],
    [
      { type: 'softmax-cross-entropy', labelSmoothing: 1 },
      'The loss (softmax-cross-entropy): labelSmoothing must be a number from 0 up to, but not including, 1, received 1.',
    ],
    [
      { type: 'softmax-cross-entropy', classWeights: [1, 0] },
      'The loss (softmax-cross-entropy): classWeights must be numbers above 0, received [1, 0].',
    ],
    [
      { type: 'binary-cross-entropy', labelSmoothing: 0.1 },
      'The loss (binary-cross-entropy) has no option "labelSmoothing".',
    ],
  ])('%j', (spec, message) => {
    const parse = () => lossOf(spec as LossSpec);
    expect(parse).toThrow(SpecError);
    expect(parse).toThrow(message);
  });

  test('class weights of another number', () => {
    expect(() =>
      trainingProgram(
        perStep,
        { type: 'sgd' },
        { loss: { type: 'softmax-cross-entropy', classWeights: [1] } },
      ),
    ).toThrow('The loss needs 3 class weights, received 1.');
  });
});

const type = 'softmax-cross-entropy';
const variants: LossSpec[] = [
  { type },
  { type, labelSmoothing: 0.1 },
  { type, classWeights: [1, 2, 0.5, 3] },
  { type, labelSmoothing: 0.3, classWeights: [0.1, 1, 1, 4] },
];

test('the gradient of cross-entropy, of one prediction or one for each step', async () => {
  const of = (spec: LossSpec, lead: string[], targets: number[], classes = 4): Case => ({
    name: `${JSON.stringify(spec)} [${lead}] of ${classes}`,
    inputs: [real([...lead, classes])],
    given: [whole(lead, targets)],
    build: ([logits], [target]) => lossOf(spec).score(logits!, target!).losses,
  });
  await checkGradients([
    ...variants.flatMap((spec) => [
      of(spec, ['batch'], [3, 0]),
      of(spec, ['time', 'batch'], [0, 1, 1, 0, 2, 3]),
    ]),
    of({ type }, ['batch'], [0, 0], 1),
    of({ type, labelSmoothing: 0.5 }, ['batch'], [1, 0], 2),
  ]);
});

test.each(variants)('%j is its definition', async (spec) => {
  const { labelSmoothing = 0, classWeights } = spec as Extract<LossSpec, { type: typeof type }>;
  const random = generator(4);
  const data = Array.from({ length: 24 }, () => 4 * random() - 2);
  const targets = integers(random, 6, 4);
  const { losses, weights, correct, predictions } = await scoresOf(
    spec,
    { dims: [3, 2, 4], data },
    { dims: [3, 2], data: targets },
  );
  expect(predictions).toBe(1);
  targets.forEach((target, k) => {
    const logits = data.slice(4 * k, 4 * k + 4);
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    const weight = classWeights?.[target] ?? 1;
    const loss = logits.reduce((sum, z, c) => {
      const q = labelSmoothing / 4 + (c === target ? 1 - labelSmoothing : 0);
      return sum - q * Math.log(Math.exp(z) / total);
    }, 0);
    expect(losses[k]).toBeCloseTo(weight * loss, 12);
    expect(correct![k]).toBe(Number(logits.indexOf(Math.max(...logits)) === target));
    if (classWeights) expect(weights![k]).toBe(weight);
  });
});

test('large logits do not overflow', async () => {
  const outputs = { dims: [2, 3], data: [1000, 0, -1000, 1000, 0, -1000] };
  const { losses } = await scoresOf({ type }, outputs, { dims: [2], data: [0, 2] }, 'float32');
  expect(losses.map((loss) => loss + 0)).toEqual([0, 2000]);
});

test('the number of classes must be known, and each must have a weight', () => {
  const graph = new Graph();
  const targets = graph.input('targets', 'int32', ['batch']);
  const logits = graph.input('logits', 'float32', ['batch', 'classes']);
  expect(() => lossOf({ type }).score(logits, targets)).toThrow(
    'Axis -1 of logits [batch, classes] must have a known size.',
  );
  expect(() =>
    lossOf({ type, classWeights: [1, 2] }).score(graph.input('three', 'float32', ['batch', 3]), targets),
  ).toThrow('The loss needs 3 class weights, received 2.');
});
