import type { ModelSpec } from '@rnnlab/models';
import type { OptimizerSpec } from '@rnnlab/onnx';
import { onnxruntime } from '@rnnlab/trainer';
import { largestDifference, TOLERANCE } from './comparison.js';
import { Child } from './processes/child.js';
import { findTorch, torchCommand } from './processes/commands.js';
import { openStepper } from './stepper.js';
import { prepare, type Workload, withWorkloadFolder } from './workload.js';

const STEPS = 20;

/** A comparison with PyTorch: of several ways to write the model in it, the one that differs most. */
interface Agreement {
  model: string;
  optimizer: string;
  /** Largest relative difference of a loss. */
  difference: number;
  agrees: boolean;
}

/**
 * Trains each pair for some steps in our engine and in PyTorch, from the same weights on the same batches.
 *
 * @throws {UsageError} When PyTorch is not installed.
 */
export async function* compareWithTorch(): AsyncGenerator<Agreement> {
  const torch = Child.start(torchCommand(findTorch(), 'losses', [String(STEPS)]));
  try {
    await torch.ask();
    for (const { model, name, threads, ...workload } of agreements()) {
      const prepared = prepare(workload);
      const stepper = await openStepper(onnxruntime({ threads }), prepared);
      const ours = await stepper.step(STEPS);
      await stepper.dispose();
      const { losses } = await withWorkloadFolder(prepared, (folder) =>
        torch.ask<{ losses: Record<string, number[]> }>({ folder }),
      );
      const difference = Math.max(...Object.values(losses).map((theirs) => largestDifference(ours, theirs)));
      yield { model, optimizer: name, difference, agrees: difference <= TOLERANCE };
    }
  } finally {
    await torch.stop();
  }
}

type Layers = ModelSpec['layers'];

const tokens = (...layers: Layers): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 11 },
  layers: [{ type: 'embedding', units: 5 }, ...layers],
});
const classifier = (layer: Layers[number]): ModelSpec =>
  tokens(layer, { type: 'last' }, { type: 'dense', units: 4 });

const pooled: Layers = [
  { type: 'activation', function: 'relu' },
  { type: 'max-pool', poolSize: 4, stride: 2, padding: 'same' },
  { type: 'flatten' },
  { type: 'dense', units: 4 },
];

const models: Record<string, { spec: ModelSpec; padded?: boolean }> = {
  rnn: { spec: classifier({ type: 'recurrent', cell: 'rnn', units: 6 }) },
  gru: { spec: classifier({ type: 'recurrent', cell: 'gru', units: 6 }) },
  lstm: { spec: classifier({ type: 'recurrent', cell: 'lstm', units: 6 }) },
  bidirectional: { spec: classifier({ type: 'recurrent', cell: 'lstm', units: 6, bidirectional: true }) },
  stacked: { spec: classifier({ type: 'recurrent', cell: 'lstm', units: 6, layers: 2 }) },
  cnn: {
    spec: {
      input: { type: 'image', channels: 2, height: 9, width: 8 },
      layers: [
        { type: 'conv2d', filters: 3, kernelSize: 3 },
        { type: 'activation', function: 'relu' },
        { type: 'max-pool', poolSize: 2 },
        { type: 'flatten' },
        { type: 'dense', units: 4 },
      ],
    },
  },
};

/** With Adam only. */
const moreModels: typeof models = {
  'rnn-relu': { spec: classifier({ type: 'recurrent', cell: 'rnn-relu', units: 6 }) },
  'one-hot gru': {
    spec: {
      input: { type: 'tokens', vocabulary: 11 },
      layers: [
        { type: 'one-hot' },
        { type: 'recurrent', cell: 'gru', units: 3 },
        { type: 'last' },
        { type: 'dense', units: 4 },
      ],
    },
  },
  'stacked bidirectional gru': {
    spec: classifier({ type: 'recurrent', cell: 'gru', units: 6, layers: 2, bidirectional: true }),
  },
  'padded lstm': { spec: models.lstm!.spec, padded: true },
  'padded stacked bidirectional gru': {
    spec: classifier({ type: 'recurrent', cell: 'gru', units: 6, layers: 2, bidirectional: true }),
    padded: true,
  },
  'padded class per step': {
    spec: tokens({ type: 'recurrent', cell: 'lstm', units: 6 }, { type: 'dense', units: 4 }),
    padded: true,
  },
  'text cnn': {
    spec: {
      input: { type: 'tokens', vocabulary: 11, steps: 12 },
      layers: [{ type: 'embedding', units: 5 }, { type: 'conv1d', filters: 3, kernelSize: 4 }, ...pooled],
    },
  },
  'one-hot text cnn': {
    spec: {
      input: { type: 'tokens', vocabulary: 11, steps: 12 },
      layers: [{ type: 'one-hot' }, { type: 'conv1d', filters: 3, kernelSize: 3 }, ...pooled],
    },
  },
};

/** With Adam, and with batches that are large enough for two threads to compute parts of them side by side. */
const inParts = [
  'rnn',
  'gru',
  'lstm',
  'bidirectional',
  'stacked',
  'one-hot gru',
  'padded stacked bidirectional gru',
  'padded class per step',
];

const adam = { optimizer: { type: 'adam' }, learningRate: 0.01 } as const;

const optimizers: Record<string, { optimizer: OptimizerSpec; learningRate: number }> = {
  sgd: { optimizer: { type: 'sgd' }, learningRate: 0.1 },
  momentum: { optimizer: { type: 'sgd', momentum: 0.9 }, learningRate: 0.05 },
  nesterov: { optimizer: { type: 'sgd', momentum: 0.9, nesterov: true }, learningRate: 0.05 },
  rmsprop: { optimizer: { type: 'rmsprop' }, learningRate: 0.005 },
  adagrad: { optimizer: { type: 'adagrad' }, learningRate: 0.05 },
  adam,
  adamw: { optimizer: { type: 'adamw', weightDecay: 0.1 }, learningRate: 0.01 },
  'adam, l2': { ...adam, optimizer: { type: 'adam', l2: 0.01 } },
  'sgd, clipped by value': { optimizer: { type: 'sgd', clipValue: 0.01 }, learningRate: 0.5 },
  'sgd, clipped by norm': { optimizer: { type: 'sgd', clipNorm: 0.05 }, learningRate: 0.5 },
  'sgd, clipped by global norm': { optimizer: { type: 'sgd', globalClipNorm: 0.1 }, learningRate: 0.5 },
  'adam, two batches a step': { ...adam, optimizer: { type: 'adam', gradientAccumulationSteps: 2 } },
};

/** Every pair of a model and an optimizer that is compared. */
export function agreements(): ({ model: string; name: string; threads: number } & Workload)[] {
  const pair = (model: string, name: string) => ({
    model,
    name,
    threads: 1,
    ...(models[model] ?? moreModels[model])!,
    ...optimizers[name]!,
    batch: 5,
    steps: 12,
    batches: 4,
  });
  return [
    ...Object.keys(models).flatMap((model) => Object.keys(optimizers).map((name) => pair(model, name))),
    ...Object.keys(moreModels).map((model) => pair(model, 'adam')),
    ...inParts.map((model) => ({
      ...pair(model, 'adam'),
      model: `${model}, in parts`,
      threads: 2,
      // An odd number, so that the parts are not equal.
      batch: 67,
    })),
  ];
}
