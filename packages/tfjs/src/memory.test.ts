import { initialize } from '@rnnlab/models';
import { optimizerOf } from '@rnnlab/onnx';
import { Generator } from '@rnnlab/shared';
import { initialState, type Run } from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { layerSpecs, randomBatch } from '../../trainer/test/layer-specs.js';
import { loadBackend } from './backend.js';
import { tfjs } from './engine.js';

const shape = { batch: 3, steps: 7 };
const optimizer = { type: 'adam', accumulate: 2 } as const;

test.each(layerSpecs)(
  'steps keep no tensor, and a model that is given back none at all: %s',
  async (_, spec) => {
    const { tf } = await loadBackend('wasm');
    // What TensorFlow.js keeps for itself is there after the first model.
    for (const first of [true, false]) {
      const before = tf.memory();
      const generator = new Generator(1);
      const model = await tfjs({ backend: 'wasm' }).compile(spec, optimizer);
      const parameters = initialize(spec, () => generator.uniform());
      await model.setState(initialState(parameters, optimizerOf(optimizer).slots));
      const run = (learningRate: number): Run => ({
        batches: [randomBatch(spec, shape, generator), randomBatch(spec, shape, generator)],
        shape,
        step: 0,
        learningRates: [learningRate, learningRate],
        mask: (entries, rate) => generator.mask(entries, rate),
      });
      await model.train(run(0.01));
      const held = tf.memory();
      for (const learningRate of [0.01, 1e39, 0.01]) await model.train(run(learningRate));
      await model.evaluate(run(1).batches[0]!, shape);
      await model.getState();
      await model.setState(initialState(parameters, optimizerOf(optimizer).slots));
      expect(tf.memory().numTensors).toBe(held.numTensors);
      expect(tf.memory().numBytes).toBe(held.numBytes);
      await model.dispose();
      if (!first) expect(tf.memory().numTensors).toBe(before.numTensors);
    }
  },
);
