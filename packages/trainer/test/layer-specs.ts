import type { LayerSpec, ModelSpec } from '@rnnlab/models';
import { type LossSpec, trainingProgram } from '@rnnlab/onnx';
import type { Batch, Generator } from '../src/index.js';

/** Time steps of the specs that fix them. */
export const KNOWN_STEPS = 7;

const ids = { type: 'tokens', vocabulary: 6 } as const;
const model = (input: ModelSpec['input'], ...layers: LayerSpec[]): ModelSpec => ({ input, layers });
const embedding = { type: 'embedding', units: 4 } as const;
const dense = { type: 'dense', units: 3 } as const;
const last = { type: 'last' } as const;
const cellNames = ['rnn', 'rnn-relu', 'gru', 'gru-reset-before', 'lstm', 'mgu'] as const;
const functions = ['relu', 'gelu', 'tanh', 'sigmoid', 'elu', 'hard-sigmoid'] as const;

/** Small models with 3 outputs, that have every layer and cell between them. */
export const layerSpecs: [string, ModelSpec][] = [
  ...cellNames.map((cell): [string, ModelSpec] => [
    `bidirectional ${cell}`,
    model(ids, embedding, { type: 'recurrent', cell, units: 5, bidirectional: true }, last, dense),
  ]),
  [
    'stacked, bidirectional, summed, with dropout everywhere',
    model(
      ids,
      embedding,
      {
        type: 'recurrent',
        cell: 'lstm',
        units: 4,
        layers: 2,
        bidirectional: true,
        merge: 'sum',
        dropout: 0.3,
        inputDropout: 0.2,
        recurrentDropout: 0.4,
      },
      { type: 'global-average-pool' },
      { type: 'dropout', rate: 0.3 },
      dense,
    ),
  ],
  [
    'recurrent dropout of a cell with two products',
    model(
      ids,
      embedding,
      { type: 'recurrent', cell: 'gru-reset-before', units: 4, recurrentDropout: 0.4 },
      last,
      dense,
    ),
  ],
  [
    'one-hot into a recurrent layer',
    model(ids, { type: 'one-hot' }, { type: 'recurrent', units: 4 }, last, dense),
  ],
  ['one-hot into a dense layer', model(ids, { type: 'one-hot' }, dense)],
  [
    'the largest over time of a convolution',
    model(
      ids,
      embedding,
      { type: 'conv1d', filters: 6, kernelSize: 3 },
      { type: 'activation', function: 'relu' },
      { type: 'global-max-pool' },
      dense,
    ),
  ],
  [
    'convolutions over any number of steps, shorter than the window',
    model(
      ids,
      { type: 'one-hot' },
      { type: 'conv1d', filters: 4, kernelSize: 3, padding: 'same', dilation: 2 },
      { type: 'conv1d', filters: 4, kernelSize: 9 },
      { type: 'conv1d', filters: 4, kernelSize: 4, padding: 'same' },
      { type: 'global-average-pool' },
      dense,
    ),
  ],
  [
    'a convolution that gives a class for each window',
    model(ids, embedding, { type: 'conv1d', filters: 4, kernelSize: 3, padding: 'same' }, dense),
  ],
  [
    'windows over a known number of steps',
    model(
      { ...ids, steps: KNOWN_STEPS },
      embedding,
      { type: 'conv1d', filters: 4, kernelSize: 3, stride: 2, padding: 'same' },
      { type: 'max-pool', poolSize: 2, stride: 1, padding: 'same' },
      { type: 'average-pool', poolSize: 3, stride: 2, padding: 'same' },
      { type: 'flatten' },
      dense,
    ),
  ],
  [
    'windows over time without padding',
    model(
      { ...ids, steps: KNOWN_STEPS },
      embedding,
      { type: 'conv1d', filters: 4, kernelSize: 2, stride: 2, dilation: 2 },
      { type: 'max-pool', poolSize: 2, stride: 1 },
      { type: 'average-pool', poolSize: 2, stride: 1 },
      { type: 'flatten' },
      dense,
    ),
  ],
  [
    'normalized sequences',
    model(
      { type: 'sequence', features: 3 },
      { type: 'batch-norm', momentum: 0.8 },
      { type: 'recurrent', cell: 'gru', units: 4 },
      { type: 'layer-norm' },
      { type: 'dropout', rate: 0.4, mask: 'example' },
      dense,
    ),
  ],
  [
    'images',
    model(
      { type: 'image', channels: 2, height: 7, width: 6 },
      { type: 'conv2d', filters: 4, kernelSize: [3, 2], padding: 'same' },
      { type: 'batch-norm' },
      { type: 'activation', function: 'relu' },
      { type: 'max-pool', poolSize: 3, stride: 2, padding: 'same' },
      { type: 'dropout', rate: 0.2 },
      { type: 'conv2d', filters: 3, kernelSize: 2 },
      { type: 'average-pool', poolSize: 3, stride: [2, 1], padding: 'same' },
      { type: 'flatten' },
      { type: 'dense', units: 5 },
      { type: 'batch-norm' },
      { type: 'layer-norm' },
      dense,
    ),
  ],
  [
    'windows over images that stride and gape',
    model(
      { type: 'image', channels: 2, height: 9, width: 8 },
      { type: 'conv2d', filters: 3, kernelSize: 3, stride: 2, padding: 'same' },
      { type: 'conv2d', filters: 3, kernelSize: 2, dilation: [2, 1], stride: [1, 2] },
      { type: 'max-pool', poolSize: 2, stride: 1 },
      { type: 'average-pool', poolSize: 2, stride: 1, padding: 'same' },
      { type: 'flatten' },
      dense,
    ),
  ],
  [
    'windows over images that leave out pixels',
    model(
      { type: 'image', channels: 2, height: 8, width: 7 },
      { type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same' },
      { type: 'conv2d', filters: 3, kernelSize: 3, stride: 4, padding: 'same' },
      { type: 'flatten' },
      dense,
    ),
  ],
  [
    'every activation',
    model(
      { type: 'vector', features: 4 },
      ...functions.flatMap((name): LayerSpec[] => [
        { type: 'dense', units: 5 },
        { type: 'activation', function: name },
      ]),
      dense,
    ),
  ],
  [
    'a tied output for each step',
    model(
      { type: 'tokens', vocabulary: 3 },
      embedding,
      { type: 'recurrent', cell: 'mgu', units: 4, recurrentDropout: 0.2 },
      { type: 'tied-dense', embedding: 0 },
    ),
  ],
  [
    'a tied output for the last step',
    model({ type: 'tokens', vocabulary: 3 }, embedding, { type: 'recurrent', cell: 'lstm', units: 4 }, last, {
      type: 'tied-dense',
      embedding: 0,
    }),
  ],
];

/** A batch of random numbers for a model, with examples of all lengths from 0 on. */
export function randomBatch(
  spec: ModelSpec,
  shape: { batch: number; steps: number },
  generator: Generator,
  loss: LossSpec = { type: 'softmax-cross-entropy' },
): Batch {
  const { data } = trainingProgram(spec, { type: 'sgd' }, { loss });
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const { input } = spec;
  const outputs = 3;
  return Object.fromEntries(
    data.map(({ name, type, shape: sizes }) => {
      const size = sizes.reduce<number>(
        (product, dim) => product * (typeof dim === 'number' ? dim : shape[dim as 'batch' | 'steps']),
        1,
      );
      const draw =
        {
          ids: () => below((input as { vocabulary: number }).vocabulary),
          lengths: () => below(shape.steps + 1),
          targets: () => below(type === 'int32' ? outputs : 2),
        }[name] ?? (() => 2 * generator.uniform() - 1);
      const values = Array.from({ length: size }, draw);
      if (name === 'lengths') values.splice(0, 3, shape.steps, 0, 1);
      return [name, type === 'int32' ? Int32Array.from(values) : Float32Array.from(values)];
    }),
  );
}
