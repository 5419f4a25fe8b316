import { initialize, SpecError } from '@rnnlab/models';
import { type OptimizerSpec, optimizerOf } from '@rnnlab/onnx';
import { Generator } from '@rnnlab/shared';
import {
  type Engine,
  EngineError,
  fit,
  initialState,
  onnxruntime,
  type Run,
  type TrainingState,
} from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { engineSuite } from '../../trainer/test/engine-suite.js';
import { randomBatch } from '../../trainer/test/layer-specs.js';
import { toyExamples, toySpec } from '../../trainer/test/toy.js';
import { type TfjsOptions, tfjs } from './engine.js';

engineSuite('tfjs', () => tfjs({ backend: 'wasm' }));

const shape = { batch: 4, steps: 5 };

/** Some of the same 12 steps, from a state. */
async function steps(
  engine: Engine,
  optimizer: OptimizerSpec,
  state: TrainingState,
  from: number,
  to: number,
): Promise<TrainingState> {
  const generator = new Generator(4);
  const batches = Array.from({ length: 12 }, () => randomBatch(toySpec(), shape, generator));
  const run: Run = {
    batches: batches.slice(from, to),
    shape,
    step: from,
    learningRates: Array<number>(to - from).fill(0.02),
    mask: (entries, rate) => generator.mask(entries, rate),
  };
  const model = await engine.compile(toySpec(), optimizer);
  await model.setState(state);
  await model.train(run);
  const after = await model.getState();
  await model.dispose();
  return after;
}

test.each<OptimizerSpec>([
  { type: 'sgd', momentum: 0.9 },
  { type: 'rmsprop' },
  { type: 'adagrad' },
  { type: 'adamw', gradientAccumulationSteps: 5 },
])('training resumes in another engine: %j', async (optimizer) => {
  const [ours, theirs] = [onnxruntime({ threads: 1 }), tfjs({ backend: 'wasm' })];
  const generator = new Generator(8);
  const start = initialState(
    initialize(toySpec(), () => generator.uniform()),
    optimizerOf(optimizer).slots,
  );
  const whole = await steps(ours, optimizer, start, 0, 12);
  for (const [first, second] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    const moved = await steps(second, optimizer, await steps(first, optimizer, start, 0, 7), 7, 12);
    moved.parameters.forEach((value, k) => {
      expect(value).toBeCloseTo(whole.parameters[k]!, 4);
    });
  }
});

test('backends take turns in one process', async () => {
  const generator = new Generator(8);
  const start = initialState(
    initialize(toySpec(), () => generator.uniform()),
    2,
  );
  const [wasm, cpu] = await Promise.all(
    (['wasm', 'cpu'] as const).map((backend) => steps(tfjs({ backend }), { type: 'adam' }, start, 0, 4)),
  );
  cpu!.parameters.forEach((value, k) => {
    expect(value).toBeCloseTo(wasm!.parameters[k]!, 5);
  });
});

test('trains with fit', async () => {
  const { history } = await fit({
    spec: toySpec({ units: 4 }),
    train: toyExamples(64, 1),
    epochs: 3,
    learningRate: 0.05,
    engine: tfjs({ backend: 'wasm' }),
  });
  expect(history.at(-1)!.trainLoss).toBeLessThan(history[0]!.trainLoss);
});

test('uses the first installed backend', async () => {
  expect(await tfjs().describe()).toMatch(/^TensorFlow\.js \d+\.\d+\.\d+, WebAssembly on the CPU$/);
  expect(await tfjs({ backend: 'cpu' }).describe()).toMatch(/, JavaScript on the CPU$/);
});

test('names the package to install for a missing backend', async () => {
  const engine = tfjs({ backend: 'node-gpu' });
  const message =
    'Cannot import `@tensorflow/tfjs-node-gpu`: install it with `npm install @tensorflow/tfjs-node-gpu`, ' +
    'or use the engine `onnxruntime`.';
  await expect(engine.describe()).rejects.toThrow(EngineError);
  await expect(engine.compile(toySpec(), { type: 'sgd' })).rejects.toThrow(message);
});

test('refuses to carry states, and optimizers and backends that do not exist', async () => {
  const engine = tfjs({ backend: 'wasm' });
  await expect(engine.compile(toySpec(), { type: 'sgd' }, { stateful: true })).rejects.toThrow(
    'The engine `tfjs` cannot carry recurrent states from batch to batch: use the engine `onnxruntime`.',
  );
  await expect(engine.compile(toySpec(), { type: 'adamm' } as never)).rejects.toThrow(SpecError);
  expect(() => tfjs({ backend: 'webgl' } as unknown as TfjsOptions)).toThrow(
    'tfjs: backend must be one of auto, node-gpu, node, wasm, cpu, received "webgl".',
  );
});
