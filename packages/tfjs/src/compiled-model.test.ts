import { initialize, type ModelSpec } from '@rnnlab/models';
import { type LossSpec, type OptimizerSpec, optimizerOf } from '@rnnlab/onnx';
import { Generator } from '@rnnlab/shared';
import { type CompiledModel, type Engine, initialState, onnxruntime, type Run } from '@rnnlab/trainer';
import { afterAll, expect, test } from 'vitest';
import { KNOWN_STEPS, layerSpecs, randomBatch } from '../../trainer/test/layer-specs.js';
import { loadBackend } from './backend.js';
import { tfjs } from './engine.js';

const engines: [Engine, Engine] = [onnxruntime({ threads: 1 }), tfjs({ backend: 'wasm' })];
const open: CompiledModel[] = [];
afterAll(() => Promise.all(open.map((model) => model.dispose())));

const STEPS = 20;
const agreementShape = { batch: 5, steps: KNOWN_STEPS };

interface Outcome {
  losses: Float32Array;
  correct: Float32Array;
  parameters: Float32Array;
  slots: Float32Array[];
  evaluation: { losses: Float32Array; correct: Float32Array; counts: Float32Array; outputs: Float32Array };
}

/** Trains in both engines, with the same weights, batches and masks. */
async function outcomes(
  spec: ModelSpec,
  optimizer: OptimizerSpec,
  {
    loss = { type: 'softmax-cross-entropy' },
    steps = STEPS,
    learningRate = 0.01,
  }: {
    loss?: LossSpec;
    steps?: number;
    learningRate?: number;
  } = {},
): Promise<[Outcome, Outcome]> {
  const results = engines.map(async (engine) => {
    const generator = new Generator(3);
    // Away from zero, so that no gradient is hidden by a bias of zero.
    const parameters = initialize(spec, () => generator.uniform()).map(
      (value) => value + 0.1 * generator.uniform(),
    );
    const batches = Array.from({ length: steps }, () => randomBatch(spec, agreementShape, generator, loss));
    const model = await engine.compile(spec, optimizer, { loss });
    open.push(model);
    await model.setState(initialState(parameters, optimizerOf(optimizer).slots));
    const run: Run = {
      batches,
      shape: agreementShape,
      step: 0,
      learningRates: batches.map((_, k) => learningRate / (1 + k / 10)),
      mask: (entries, rate) => generator.mask(entries, rate),
    };
    const { losses, correct } = await model.train(run);
    const state = await model.getState();
    const evaluation = await model.evaluate(batches[0]!, agreementShape);
    return { losses, correct, evaluation, ...state };
  });
  return (await Promise.all(results)) as [Outcome, Outcome];
}

function expectClose(received: Float32Array, expected: Float32Array, tolerance = 1e-4): void {
  expect(received).toHaveLength(expected.length);
  const worst = expected.reduce(
    (most, value, k) => Math.max(most, Math.abs(received[k]! - value) / Math.max(1, Math.abs(value))),
    0,
  );
  expect(worst).toBeLessThan(tolerance);
}

const tokens = { type: 'tokens', vocabulary: 6 } as const;
const embedding = { type: 'embedding', units: 4 } as const;
const dense = { type: 'dense', units: 3 } as const;
const small: ModelSpec = {
  input: tokens,
  layers: [embedding, { type: 'recurrent', cell: 'lstm', units: 4 }, { type: 'last' }, dense],
};
const stepwise: ModelSpec = {
  input: tokens,
  layers: [embedding, { type: 'recurrent', cell: 'rnn', units: 4 }, dense],
};

test.each(layerSpecs)('engines agree over 20 steps and in the gradient: %s', async (_, spec) => {
  const [ours, theirs] = await outcomes(spec, { type: 'adam' });
  expectClose(theirs.losses, ours.losses);
  expect(theirs.correct).toEqual(ours.correct);
  // After one step of descent by a rate of 1, parameters differ by the gradient.
  const [expected, received] = await outcomes(spec, { type: 'sgd' }, { steps: 1, learningRate: 1 });
  expectClose(received.parameters, expected.parameters);
  expectClose(received.evaluation.losses, expected.evaluation.losses);
  expect(received.evaluation.counts).toEqual(expected.evaluation.counts);
  expect(received.evaluation.correct).toEqual(expected.evaluation.correct);
  expect(received.evaluation.outputs).toHaveLength(expected.evaluation.outputs.length);
});

test.each<[OptimizerSpec]>([
  [{ type: 'sgd', l2: 0.1 }],
  [{ type: 'sgd', momentum: 0.9, clipValue: 0.02 }],
  [{ type: 'sgd', momentum: 0.9, nesterov: true, clipNorm: 0.05 }],
  [{ type: 'rmsprop', globalClipNorm: 0.1 }],
  [{ type: 'rmsprop', decay: 0.9, epsilon: 1e-4, clipValue: 0.05, clipNorm: 0.1, l2: 0.01 }],
  [{ type: 'adagrad' }],
  [{ type: 'adagrad', epsilon: 1e-3 }],
  [{ type: 'adam', beta1: 0.8, beta2: 0.9, epsilon: 1e-3, l2: 0.1 }],
  [{ type: 'adamw' }],
  [{ type: 'adamw', weightDecay: 0.3, globalClipNorm: 0.1 }],
  [{ type: 'sgd', momentum: 0.5, gradientAccumulationSteps: 3 }],
  [{ type: 'adamw', gradientAccumulationSteps: 4, weightDecay: 0.2, clipNorm: 0.3, l2: 0.1 }],
])('optimizers agree, with their memory: %j', async (optimizer) => {
  const [ours, theirs] = await outcomes(small, optimizer);
  expectClose(theirs.losses, ours.losses);
  expectClose(theirs.parameters, ours.parameters);
  expect(theirs.slots).toHaveLength(ours.slots.length);
  theirs.slots.forEach((slot, k) => {
    expectClose(slot, ours.slots[k]!);
  });
});

test.each<[string, ModelSpec, LossSpec]>([
  ['classes with smoothing', small, { type: 'softmax-cross-entropy', labelSmoothing: 0.1 }],
  ['weighted classes', small, { type: 'softmax-cross-entropy', classWeights: [0.2, 1, 3] }],
  [
    'weighted classes of steps, with smoothing',
    stepwise,
    { type: 'softmax-cross-entropy', labelSmoothing: 0.2, classWeights: [0.2, 1, 3] },
  ],
  ['bits', small, { type: 'binary-cross-entropy' }],
  ['bits of steps', stepwise, { type: 'binary-cross-entropy' }],
  ['numbers', small, { type: 'mean-squared-error' }],
  ['numbers of steps', stepwise, { type: 'mean-squared-error' }],
])('losses agree: %s', async (_, spec, loss) => {
  const [ours, theirs] = await outcomes(spec, { type: 'adam' }, { loss });
  expectClose(theirs.losses, ours.losses);
  expect(theirs.correct).toEqual(ours.correct);
  for (const name of ['losses', 'correct', 'counts'] as const) {
    expectClose(theirs.evaluation[name], ours.evaluation[name]);
  }
});

const memoryShape = { batch: 3, steps: 7 };
const optimizer = { type: 'adam', gradientAccumulationSteps: 2 } as const;

test.each(layerSpecs)('steps leak no tensor, and a disposed model leaves none: %s', async (_, spec) => {
  const { tf } = await loadBackend('wasm');
  // TensorFlow.js allocates its own tensors with the first model.
  for (const first of [true, false]) {
    const before = tf.memory();
    const generator = new Generator(1);
    const model = await tfjs({ backend: 'wasm' }).compile(spec, optimizer);
    const parameters = initialize(spec, () => generator.uniform());
    await model.setState(initialState(parameters, optimizerOf(optimizer).slots));
    const run = (learningRate: number): Run => ({
      batches: [randomBatch(spec, memoryShape, generator), randomBatch(spec, memoryShape, generator)],
      shape: memoryShape,
      step: 0,
      learningRates: [learningRate, learningRate],
      mask: (entries, rate) => generator.mask(entries, rate),
    });
    await model.train(run(0.01));
    const held = tf.memory();
    for (const learningRate of [0.01, 1e39, 0.01]) await model.train(run(learningRate));
    await model.evaluate(run(1).batches[0]!, memoryShape);
    await model.getState();
    await model.setState(initialState(parameters, optimizerOf(optimizer).slots));
    expect(tf.memory().numTensors).toBe(held.numTensors);
    expect(tf.memory().numBytes).toBe(held.numBytes);
    await model.dispose();
    if (!first) expect(tf.memory().numTensors).toBe(before.numTensors);
  }
});
