import { initialize, type ModelSpec } from '@rnnlab/models';
import { type LossSpec, type OptimizerSpec, optimizerOf } from '@rnnlab/onnx';
import { initialState } from '../src/engines/engine.js';
import { type Batch, type Engine, Generator, type Run } from '../src/index.js';

/** A model on which engines must agree. */
export interface AgreementCase {
  name: string;
  spec: ModelSpec;
  optimizer?: OptimizerSpec;
  loss?: LossSpec;
}

const BATCH = 5;
const STEPS = 7;
const CLASSES = 4;
/** Different batches: a model learns them by heart. */
export const DISTINCT = 4;

const tokens = { type: 'tokens', vocabulary: 11 } as const;
const sequence = { type: 'sequence', features: 3, steps: STEPS } as const;
const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;
const dense = { type: 'dense', units: CLASSES } as const;

/**
 * For models with a bias before batch norm, which takes it away again: its gradient is nothing but rounding, of
 * which Adam makes full steps, different ones in each engine. The loss does not depend on them, the running mean does.
 */
const momentum = { type: 'sgd', momentum: 0.9 } as const;

const cells = ['rnn', 'rnn-relu', 'gru', 'gru-reset-before', 'lstm', 'mgu'] as const;

/** Every kind of layer, in small models. */
export const agreementCases: AgreementCase[] = [
  ...cells.flatMap((cell): AgreementCase[] => [
    {
      name: cell,
      spec: { input: sequence, layers: [{ type: 'recurrent', cell, units: 6 }, { type: 'last' }, dense] },
    },
    {
      name: `bidirectional ${cell} of two layers over an embedding, with dropout`,
      spec: {
        input: tokens,
        layers: [
          { type: 'embedding', units: 5 },
          { type: 'recurrent', cell, units: 4, layers: 2, bidirectional: true, dropout: 0.3 },
          { type: 'global-average-pool' },
          dense,
        ],
      },
    },
  ]),
  {
    name: 'one class for each step, of one-hot tokens, summed directions, dropout by example',
    spec: {
      input: tokens,
      layers: [
        { type: 'one-hot' },
        { type: 'recurrent', cell: 'gru', units: 6, bidirectional: true, merge: 'sum' },
        { type: 'dropout', rate: 0.3, mask: 'example' },
        { type: 'layer-norm' },
        dense,
      ],
    },
  },
  {
    name: 'an output tied to its embedding',
    spec: {
      input: tokens,
      layers: [
        { type: 'embedding', units: 6 },
        { type: 'recurrent', cell: 'lstm', units: 6, inputDropout: 0.2, recurrentDropout: 0.2 },
        { type: 'last' },
        { type: 'tied-dense', embedding: 0 },
      ],
    },
  },
  {
    name: 'conv1d, pools over time and batch norm',
    optimizer: momentum,
    spec: {
      input: sequence,
      layers: [
        { type: 'conv1d', filters: 6, kernelSize: 3, padding: 'same' },
        { type: 'batch-norm' },
        { type: 'activation', function: 'elu' },
        { type: 'max-pool', poolSize: 3, stride: 2, padding: 'same' },
        { type: 'conv1d', filters: 5, kernelSize: 2, dilation: 2 },
        { type: 'average-pool', poolSize: 2, stride: 1 },
        { type: 'global-max-pool' },
        dense,
      ],
    },
  },
  {
    name: 'conv2d, pools, batch norm and dropout',
    optimizer: momentum,
    spec: {
      input: image,
      layers: [
        { type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same' },
        { type: 'batch-norm' },
        { type: 'activation', function: 'relu' },
        { type: 'max-pool', poolSize: 3, stride: 2, padding: 'same' },
        { type: 'conv2d', filters: 5, kernelSize: [3, 2] },
        { type: 'average-pool', poolSize: 2, stride: 1 },
        { type: 'dropout', rate: 0.2 },
        { type: 'flatten' },
        { type: 'dense', units: 7 },
        { type: 'activation', function: 'gelu' },
        dense,
      ],
    },
  },
  {
    name: 'momentum, clipping and L2',
    spec: { input: sequence, layers: [{ type: 'recurrent', units: 6 }, { type: 'last' }, dense] },
    optimizer: { type: 'sgd', momentum: 0.9, clipNorm: 0.5, l2: 0.01 },
  },
  {
    name: 'a mean squared error',
    spec: { input: sequence, layers: [{ type: 'recurrent', units: 6 }, { type: 'last' }, dense] },
    loss: { type: 'mean-squared-error' },
  },
];

/** Random batches of a model's inputs, the same few again and again, with the length 1 and the full length among them. */
function batchesOf({ spec, loss }: AgreementCase, count: number): Batch[] {
  const generator = new Generator(3);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const reals = (size: number) => Float32Array.from({ length: size }, () => generator.uniform() * 2 - 1);
  const perStep = !spec.layers.some(({ type }) => /^(last|flatten|global-.*)$/.test(type));
  const { input } = spec;
  const few = Array.from({ length: DISTINCT }, () => {
    const lengths = Int32Array.from({ length: BATCH }, () => 1 + below(STEPS));
    lengths.set([1, STEPS]);
    const inputs: Batch =
      input.type === 'image'
        ? { pixels: reals(BATCH * input.channels * input.height * input.width) }
        : input.type === 'tokens'
          ? { ids: Int32Array.from({ length: BATCH * STEPS }, () => below(input.vocabulary)), lengths }
          : { features: reals(BATCH * STEPS * input.features), lengths };
    const targets =
      loss?.type === 'mean-squared-error'
        ? reals(BATCH * CLASSES)
        : Int32Array.from({ length: BATCH * (perStep ? STEPS : 1) }, () => below(CLASSES));
    return { ...inputs, targets };
  });
  return Array.from({ length: count }, (_, k) => few[k % DISTINCT]!);
}

/** The losses of 20 steps, and the scores of the model after them: the same with every engine. */
export async function trainTwenty(
  engine: Engine,
  agreement: AgreementCase,
): Promise<{ losses: number[]; outputs: number[] }> {
  const { spec, optimizer = { type: 'adam' }, loss } = agreement;
  const model = await engine.compile(spec, optimizer, loss && { loss });
  const weights = new Generator(1);
  const masks = new Generator(2);
  const parameters = initialize(spec, () => weights.uniform());
  await model.setState(initialState(parameters, optimizerOf(optimizer).slots));
  const batches = batchesOf(agreement, 20);
  const shape: Run['shape'] = { batch: BATCH, steps: spec.input.type === 'image' ? 1 : STEPS };
  const { losses } = await model.train({
    batches,
    shape,
    step: 0,
    learningRates: batches.map(() => 0.01),
    mask: (entries, rate) => masks.mask(entries, rate),
  });
  const { outputs } = await model.evaluate(batches[0]!, shape);
  await model.dispose();
  return { losses: [...losses], outputs: [...outputs] };
}
