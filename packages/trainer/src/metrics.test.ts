import { defineMetric, type Predictions } from '@rnnlab/metrics';
import { expect, test } from 'vitest';
import { toySpec, toySteps, toyStepsSpec } from '../test/toy.js';
import { TrainingError } from './errors.js';
import { evaluate } from './evaluate.js';
import { onnxruntime, sequenceExamples } from './index.js';
import { MeasuredMetrics } from './metrics.js';

/** A metric that only keeps what it was given. */
let seen: Predictions[] = [];
defineMetric({
  ...{ type: 'mine/spy', doc: 'Keeps its predictions.', options: {} },
  better: 'higher',
  metric: () => ({ update: (batch) => void seen.push(batch), compute: () => seen.length, reset: () => {} }),
});

const measure = (features: number, perStep: boolean) => {
  seen = [];
  return new MeasuredMetrics([{ type: 'mine/spy' }], { kind: perStep ? 'sequence' : 'vector', features });
};

test('predictions of vectors are the rows that count', () => {
  const measured = measure(2, false);
  const outputs = Float32Array.of(1, 2, 3, 4, 5, 6);
  measured.add(outputs, { targets: Int32Array.of(0, 1, 0) }, { batch: 3, steps: 4 });
  measured.add(outputs, { targets: Float32Array.of(1, 2, 3, 4, 5, 6) }, { batch: 3, steps: 1 }, 2);
  expect(seen).toEqual([
    { width: 2, outputs, targets: Float64Array.of(0, 1, 0) },
    { width: 2, outputs: Float32Array.of(1, 2, 3, 4), targets: Float64Array.of(1, 2, 3, 4) },
  ]);
  expect(measured.values()).toEqual({ metrics: { 'mine/spy': 2 } });
});

test('predictions of steps are turned from time-major, without padding', () => {
  const measured = measure(2, true);
  // Of two examples, [step, example, output]; the second one has one valid step.
  const outputs = Float32Array.of(1, 2, 10, 20, 3, 4, 30, 40);
  const batch = { lengths: Int32Array.of(2, 1), targets: Int32Array.of(5, 6, 7, 8) };
  measured.add(outputs, batch, { batch: 2, steps: 2 });
  expect(seen).toEqual([
    { width: 2, outputs: Float32Array.of(1, 2, 3, 4, 10, 20), targets: Float64Array.of(5, 6, 7) },
  ]);
});

test('outputs that are no vectors, or of other steps, are refused', () => {
  expect(
    () => new MeasuredMetrics([{ type: 'mine/spy' }], { kind: 'image', channels: 1, height: 2, width: 2 }),
  ).toThrow('Metrics measure vectors, this model gives image [1, 2, 2].');
  const measured = measure(2, true);
  const batch = { targets: Int32Array.of(1, 2) };
  expect(() => measured.add(new Float32Array(4), batch, { batch: 1, steps: 4 })).toThrow(
    'Metrics need a model that answers each of 4 steps, received outputs of 2.',
  );
  expect(new MeasuredMetrics([], { kind: 'image', channels: 1, height: 2, width: 2 }).values()).toEqual({});
});

test('every valid step of an evaluation is measured once', async () => {
  seen = [];
  const compiled = await onnxruntime({ threads: 1 }).compile(toyStepsSpec(), { type: 'sgd' });
  await compiled.initialize([1, 2, 3, 4]);
  const examples = toySteps(30, 1);
  const { count, metrics } = await evaluate(compiled, examples, {
    metrics: [{ type: 'mine/spy' }, { type: 'macro-f1' }],
  });
  await compiled.dispose();
  expect(Object.keys(metrics!)).toEqual(['mine/spy', 'macro-f1']);
  const rows = seen.reduce((sum, { targets }) => sum + targets.length, 0);
  expect(rows).toBe(count);
  // Two outputs of numbers for each step, too.
  seen = [];
  const spec = {
    input: { type: 'sequence', features: 1 },
    layers: [{ type: 'dense', units: 2 }],
  } as const;
  const loss = { type: 'mean-squared-error' } as const;
  const numbers = await onnxruntime({ threads: 1 }).compile(
    { ...spec, layers: [...spec.layers] },
    { type: 'sgd' },
    { loss },
  );
  await numbers.initialize([1, 2, 3, 4]);
  const pairs = sequenceExamples({
    sequences: [[1, 2], [3]],
    width: 1,
    targets: [
      [1, 2, 3, 4],
      [5, 6],
    ],
  });
  await evaluate(numbers, pairs, { metrics: [{ type: 'mine/spy' }] });
  await numbers.dispose();
  expect(Array.from(seen[0]!.targets)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(seen[0]!.outputs).toHaveLength(6);
});

test.each<[unknown, string]>([
  [() => {}, 'evaluate takes an object of options (metrics, onBatch), received a function.'],
  [{ onbatch: () => {} }, 'evaluate has no option "onbatch"; the nearest is "onBatch".'],
  [{ metrics: ['macro-f1'] }, "evaluate: metrics must be a list of metrics, as in [{ type: 'macro-f1' }]"],
  [
    { metrics: [{ type: 'macro-f2' }] },
    'evaluate: There is no metric "macro-f2"; the nearest is "macro-f1".',
  ],
  [
    { metrics: [{ type: 'mine/none' }] },
    'evaluate: There is no metric "mine/none": it is not one of RNNLab\'s, and defineMetric was not called',
  ],
])('bad options of evaluate are refused: %j', async (options, sentence) => {
  const compiled = await onnxruntime({ threads: 1 }).compile(toySpec(), { type: 'sgd' });
  const evaluated = evaluate(compiled, toySteps(1, 1), options as object);
  await expect(evaluated).rejects.toThrow(TrainingError);
  await expect(evaluated).rejects.toThrow(sentence);
  await compiled.dispose();
});
