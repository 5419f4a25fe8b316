import { initialize } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { streamSpec, toyStream, toyTokens } from '../test/stream.js';
import { bits, toyExamples, toySpec, toySteps, toyStepsSpec } from '../test/toy.js';
import { tokenExamples } from './data/examples.js';
import { type CompiledModel, initialState } from './engines/engine.js';
import { evaluate } from './evaluate.js';
import { onnxruntime } from './index.js';

async function model(spec = toySpec()): Promise<CompiledModel> {
  const compiled = await onnxruntime({ threads: 1 }).compile(spec, { type: 'sgd' });
  const generator = new Generator(1);
  await compiled.setState(
    initialState(
      initialize(spec, () => generator.uniform()),
      0,
    ),
  );
  return compiled;
}

test('a score is the mean over all examples, whatever their lengths', async () => {
  const compiled = await model();
  const examples = toyExamples(50, 1);
  let loss = 0;
  let correct = 0;
  for (let k = 0; k < 50; k++) {
    const steps = examples.steps(k);
    const alone = await compiled.evaluate(examples.batch([k], steps), { batch: 1, steps });
    loss += alone.losses[0]!;
    correct += alone.correct[0]!;
  }
  const scores = await evaluate(compiled, examples);
  expect(scores.loss).toBeCloseTo(loss / 50, 5);
  expect(scores).toMatchObject({ accuracy: correct / 50, count: 50 });
});

test('every step counts of a model with a class for each step', async () => {
  const examples = toySteps(30, 1);
  const steps = Array.from({ length: 30 }, (_, k) => examples.steps(k)).reduce((a, b) => a + b, 0);
  expect((await evaluate(await model(toyStepsSpec()), examples)).count).toBe(steps);
});

test('onBatch receives the outputs of every example once, in batches of limited size, the longest first', async () => {
  const compiled = await model();
  const random = new Generator(2);
  const ids = Array.from({ length: 80 }, () =>
    new Array<number>(1 + Math.floor(random.uniform() * 1000)).fill(1),
  );
  const seen: number[] = [];
  const longest: number[] = [];
  const scores = await evaluate(compiled, tokenExamples({ ids, targets: ids.map(() => 0) }), {
    onBatch(outputs, indices, steps) {
      expect(outputs).toHaveLength(indices.length * 3);
      expect(indices.length * steps).toBeLessThanOrEqual(16384);
      expect(steps).toBe(ids[indices[0]!]!.length);
      longest.push(steps);
      seen.push(...indices);
    },
  });
  expect(longest.length).toBeGreaterThan(1);
  expect(longest).toEqual([...longest].sort((a, b) => b - a));
  expect(seen.sort((a, b) => a - b)).toEqual(ids.map((_, k) => k));
  expect(scores.count).toBe(80);
});

test('evaluation leaves the state unchanged', async () => {
  const compiled = await model();
  const before = bits((await compiled.getState()).parameters);
  await evaluate(compiled, toyExamples(10, 1));
  expect(bits((await compiled.getState()).parameters)).toEqual(before);
});

test('texts that are all empty, or none at all, are no error', async () => {
  const compiled = await model();
  expect((await evaluate(compiled, tokenExamples({ ids: [[], []], targets: [0, 1] }))).count).toBe(2);
  const none = await evaluate(compiled, tokenExamples({ ids: [], targets: [] }));
  expect(none).toEqual({ loss: Number.NaN, accuracy: Number.NaN, count: 0 });
});

const spec = streamSpec();
const generator = new Generator(4);
// Weights that are not small, so that states matter.
const parameters = initialize(spec, () => generator.uniform()).map((weight) => 2 * weight);

async function scoresOf(count: number) {
  const engine = onnxruntime({ threads: 1 });
  const [carrying, plain] = await Promise.all([
    engine.compile(spec, { type: 'sgd' }, { stateful: true }),
    engine.compile(spec, { type: 'sgd' }),
  ]);
  for (const model of [carrying, plain]) await model.setState({ parameters, slots: [] });
  const tokens = toyTokens(count, 1);
  const long = tokenExamples({ ids: [tokens.subarray(0, -1)], targets: [tokens.subarray(1)] });
  const scores = [await evaluate(carrying, toyStream(count, 1)), await evaluate(plain, long)] as const;
  for (const model of [carrying, plain]) await model.dispose();
  return scores;
}

test('a short stream in windows with carried states scores as one long sequence', async () => {
  const [stream, long] = await scoresOf(1500);
  expect(stream.count).toBe(1499);
  expect(stream.loss).toBeCloseTo(long.loss, 5);
  expect(stream.accuracy).toBe(long.accuracy);
});

test('of a long stream in parallel rows every token counts once, with the states of those before it', async () => {
  // Seven rows of 1,166 or less.
  const [stream, long] = await scoresOf(8400);
  expect(stream.count).toBe(8399);
  expect(stream.loss).toBeCloseTo(long.loss, 5);
  expect(stream.accuracy).toBeCloseTo(long.accuracy, 6);
});

test('metrics measure the valid predictions, beside loss and accuracy', async () => {
  const examples = toyExamples(50, 1);
  const { accuracy, metrics } = await evaluate(await model(), examples, {
    metrics: [{ type: 'top-k-accuracy', k: 1 }, { type: 'macro-f1' }],
  });
  expect(metrics!['top-k-accuracy']).toBeCloseTo(accuracy, 12);
  expect(metrics!['macro-f1']).toBeGreaterThan(0);
  // Padded steps are no predictions.
  const perStep = toySteps(30, 1);
  const steps = await evaluate(await model(toyStepsSpec()), perStep, {
    metrics: [{ type: 'top-k-accuracy', k: 1 }],
  });
  expect(steps.metrics!['top-k-accuracy']).toBeCloseTo(steps.accuracy, 12);
});
