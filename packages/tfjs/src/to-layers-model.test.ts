import { initialize, type ModelSpec, SpecError, sequenceClassifier } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import { type Batch, initialState, onnxruntime, TrainingError } from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { layerSpecs, randomBatch } from '../../trainer/test/layer-specs.js';
import { loadBackend } from './backend.js';
import type { LayersModel, Tensor } from './tf.js';
import { registerLayers, toLayersModel } from './to-layers-model.js';

const shape = { batch: 4, steps: 7 };
const { tf } = await loadBackend('wasm');

const weightsOf = (spec: ModelSpec): Float32Array => {
  const generator = new Generator(5);
  return initialize(spec, () => generator.uniform()).map((value) => value + 0.1 * generator.uniform());
};

/** Batch-major outputs of a model for a batch. */
function predict(model: LayersModel, batch: Batch, { batch: size } = shape): Float32Array {
  return tf.tidy(() => {
    const inputs = model.inputs.map(({ sourceLayer: { name }, shape: sizes, dtype }) => {
      const free = sizes.slice(1).map((dim) => dim ?? -1);
      return tf.tensor(
        batch[name] as Float32Array,
        [size, ...free].map((dim, k) => known(dim, k)),
        dtype,
      );

      function known(dim: number, axis: number): number {
        if (dim >= 0) return dim;
        const others = [size, ...free].reduce((product, n, k) => (k === axis ? product : product * n), 1);
        return batch[name]!.length / others;
      }
    });
    return Float32Array.from((model.predict(inputs) as Tensor).dataSync());
  });
}

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0);

test.each(layerSpecs)(
  'predicts what the engine evaluates, also after it was saved and loaded: %s',
  async (_, spec) => {
    const parameters = weightsOf(spec);
    const model = await toLayersModel(spec, parameters, { tf });
    const batch = randomBatch(spec, shape, new Generator(2));
    const received = predict(model, batch);

    const engine = await onnxruntime({ threads: 1 }).compile(spec, { type: 'sgd' });
    await engine.setState(initialState(parameters, 0));
    const { outputs } = await engine.evaluate(batch, shape);
    const steps = outputs.length / shape.batch / 3;
    const { lengths } = batch;
    // Time-major, and anything at padding.
    const expected = received.map((_, index) => {
      const [row, step, k] = [Math.floor(index / 3 / steps), Math.floor(index / 3) % steps, index % 3];
      if (steps > 1 && step >= lengths![row]!) return 0;
      return outputs[(step * shape.batch + row) * 3 + k]!;
    });
    expect(received).toHaveLength(outputs.length);
    expect(largestDifference(received, expected)).toBeLessThan(1e-5);

    let artifacts: unknown;
    await model.save(
      tf.io.withSaveHandler(async (saved) => {
        artifacts = saved;
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts as never));
    expect(predict(loaded, batch)).toEqual(received);
    for (const each of [model, loaded]) each.dispose();
    await engine.dispose();
  },
);

test('uses the layers of TensorFlow.js where it has them', async () => {
  const kinds = async (spec: ModelSpec): Promise<string[]> => {
    const { layers } = await toLayersModel(spec, weightsOf(spec), { tf });
    return layers.map((layer) => layer.getClassName()).filter((name) => name !== 'InputLayer');
  };
  expect(
    await kinds(sequenceClassifier({ vocabulary: 5, classes: 3, embedding: 4, units: 2, dropout: 0.1 })),
  ).toEqual(['Embedding', 'LSTM', 'RNNLabLastStep', 'Dropout', 'Dense']);
  expect(
    await kinds({
      input: { type: 'image', channels: 1, height: 6, width: 6 },
      layers: [
        { type: 'conv2d', filters: 2, kernelSize: 3 },
        { type: 'activation', function: 'relu' },
        { type: 'max-pool', poolSize: 2 },
        { type: 'batch-norm' },
        { type: 'flatten' },
        { type: 'layer-norm' },
        { type: 'dense', units: 3 },
      ],
    }),
  ).toEqual([
    'Permute',
    'Conv2D',
    'Activation',
    'MaxPooling2D',
    'BatchNormalization',
    'Permute',
    'Flatten',
    'LayerNormalization',
    'Dense',
  ]);
});

test.each(['rnn', 'rnn-relu', 'gru', 'gru-reset-before', 'lstm', 'mgu'] as const)(
  'padding changes nothing in a bidirectional %s',
  async (cell) => {
    for (const pooling of ['last', 'global-average-pool', 'global-max-pool'] as const) {
      const spec: ModelSpec = {
        input: { type: 'tokens', vocabulary: 6 },
        layers: [
          { type: 'embedding', units: 3 },
          { type: 'recurrent', cell, units: 4, bidirectional: true, layers: 2 },
          { type: pooling },
        ],
      };
      const model = await toLayersModel(spec, weightsOf(spec), { tf });
      const lengths = Int32Array.of(0, 1, 4);
      const rows = [
        [0, 0, 0, 0],
        [2, 0, 0, 0],
        [1, 2, 3, 4],
      ];
      const padded = (more: number, filling: number): Batch => ({
        ids: Int32Array.from(
          rows.flatMap((row, k) =>
            [...row, ...Array<number>(more).fill(0)].map((id, t) => (t < lengths[k]! ? id : filling)),
          ),
        ),
        lengths,
      });
      const alone = predict(model, padded(0, 0), { batch: 3, steps: 4 });
      expect([...alone.subarray(0, 8)]).toEqual(Array(8).fill(0));
      for (const more of [0, 3, 20]) {
        const other = predict(model, padded(more, 5), { batch: 3, steps: 4 + more });
        expect(largestDifference(other, alone)).toBeLessThan(1e-6);
      }
      model.dispose();
    }
  },
);

test('learns on in TensorFlow.js, with dropout that it draws itself', async () => {
  const spec: ModelSpec = {
    input: { type: 'tokens', vocabulary: 6 },
    layers: [
      { type: 'embedding', units: 4 },
      { type: 'recurrent', cell: 'gru', units: 8, inputDropout: 0.1, recurrentDropout: 0.1 },
      { type: 'batch-norm' },
      { type: 'last' },
      { type: 'dropout', rate: 0.1 },
      { type: 'dense', units: 6 },
    ],
  };
  const model = await toLayersModel(spec, weightsOf(spec), { tf });
  model.compile({
    optimizer: tf.train.adam(0.03),
    loss: (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits),
  });
  const ids = tf.tensor2d(
    Array.from({ length: 24 }, (_, k) => [(k * 5) % 6, k % 6]),
    [24, 2],
    'int32',
  );
  const lengths = tf.fill([24, 1], 2, 'int32');
  const classes = Array.from({ length: 24 }, (_, k) => k % 6);
  const targets = tf.cast(tf.oneHot(classes, 6), 'float32');
  const losses: number[] = [];
  for (let k = 0; k < 40; k++) losses.push((await model.trainOnBatch([ids, lengths], targets)) as number);
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 3);
});

test('can be asked to register its layers again', () => {
  registerLayers(tf);
  expect(() => registerLayers(tf)).not.toThrow();
});

test('finds TensorFlow.js itself', async () => {
  const spec = sequenceClassifier({ vocabulary: 5, classes: 3 });
  // Of a copy that is not given, the types are not known.
  const model = (await toLayersModel(spec, weightsOf(spec))) as LayersModel;
  expect(model.outputs[0]!.shape).toEqual([null, 3]);
});

test('refuses a spec that cannot be built, and parameters of another model', async () => {
  const spec = sequenceClassifier({ vocabulary: 5, classes: 3, units: 2 });
  await expect(toLayersModel(spec, new Float32Array(3), { tf })).rejects.toThrow(TrainingError);
  await expect(toLayersModel(spec, new Float32Array(3), { tf })).rejects.toThrow(
    /^The model has \d+ parameters, received a vector of 3\.$/,
  );
  await expect(toLayersModel({ ...spec, layers: [] }, new Float32Array(3), { tf })).rejects.toThrow(
    SpecError,
  );
});
