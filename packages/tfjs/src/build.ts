import { type LayerSpec, type ModelSpec, resolveModel, type SignalShape } from '@rnnlab/models';
import { notHere } from './errors.js';
import { connect, type Dropouts, type Flow, type LayerBuilder, type TiedTable } from './layers/context.js';
import { conv1d, conv2d, dilatedConvolutionLayer, padTimeLayer } from './layers/convolutional.js';
import {
  activation,
  dense,
  embedding,
  flatten,
  oneHot,
  oneHotLayer,
  tiedDense,
  tiedEmbeddingLayer,
} from './layers/core.js';
import { type CustomLayer, customLayerMaker, registeredClass } from './layers/custom-layer.js';
import { dropout } from './layers/dropout.js';
import { maskTimeLayer } from './layers/masking.js';
import { batchNorm, layerNorm, sequenceBatchNormLayer } from './layers/normalization.js';
import {
  averagePoolingLayer,
  last,
  lastStepLayer,
  maxOverTime,
  maxOverTimeLayer,
  meanOverTime,
  meanOverTimeLayer,
  pool,
} from './layers/pooling.js';
import { recurrent, recurrentLayer, reverseSequenceLayer } from './layers/recurrent.js';
import { windowLengthsLayer } from './layers/window.js';
import type { SymbolicTensor, Tf } from './tf.js';
import { type MappedWeight, WeightMapping } from './weights.js';

/** A model spec as layers of TensorFlow.js. */
export interface BuiltModel {
  /** Its inputs: `ids`, `features` or `pixels`, and `lengths` where there are time steps. */
  inputs: SymbolicTensor[];
  output: Flow;
  /** Its weights as entries of the flat vector of parameters. */
  mappedWeights: MappedWeight[];
}

/**
 * Builds a model spec from layers of TensorFlow.js.
 *
 * @param dropouts - The implementation of dropout.
 * @throws {SpecError} When the spec cannot be built.
 */
export function buildLayers(tf: Tf, spec: ModelSpec, dropouts: Dropouts): BuiltModel {
  const { input, layers } = resolveModel(spec);
  registerCustomLayers(tf);
  const custom = customLayerMaker(tf);
  const mapping = new WeightMapping(tf, spec);
  const tables = new Map<number, TiedTable>();
  const tied = new Set(layers.map(({ options }) => options.embedding));
  const inputs = modelInputs(tf, input);
  let flow: Flow = { shape: input, value: inputs[0]!, lengths: inputs[1] };
  if (input.kind === 'image') {
    const channelsLast = tf.layers.permute({ name: 'channels-last', dims: [2, 3, 1] });
    flow.value = connect(channelsLast, flow.value);
  }
  for (const { index, layer, options, output } of layers) {
    const name = `${index}.${layer.type}`;
    const build: LayerBuilder | undefined = builders[layer.type as keyof typeof builders];
    if (!build) throw notHere('layer', layer.type);
    const next = build(
      {
        tf,
        custom,
        dropouts,
        name,
        options,
        output,
        isTied: tied.has(index),
        tables,
        index,
        apply(tfLayer, values, sources, variances) {
          const result = tfLayer.apply(values) as SymbolicTensor;
          mapping.add(tfLayer, (of) => sources((part) => of(`${name}.${part}`)), variances);
          return result;
        },
      },
      flow,
    );
    flow = { ...next, shape: output };
  }
  if (flow.shape.kind === 'sequence') {
    flow.value = connect(custom(maskTimeLayer, { name: 'output' }), flow.value, flow.lengths!);
  }
  return { inputs, output: flow, mappedWeights: mapping.all };
}

function modelInputs(tf: Tf, input: SignalShape): SymbolicTensor[] {
  const lengths = () => tf.input({ name: 'lengths', shape: [1], dtype: 'int32' });
  switch (input.kind) {
    case 'tokens':
      return [tf.input({ name: 'ids', shape: [input.steps ?? null], dtype: 'int32' }), lengths()];
    case 'sequence':
      return [tf.input({ name: 'features', shape: [input.steps ?? null, input.features] }), lengths()];
    case 'image':
      return [tf.input({ name: 'pixels', shape: [input.channels, input.height, input.width] })];
    case 'vector':
      return [tf.input({ name: 'features', shape: [input.features] })];
  }
}

/** The builder of each layer type of a spec. */
const builders: Record<LayerSpec['type'], LayerBuilder> = {
  activation,
  'average-pool': pool('average'),
  'batch-norm': batchNorm,
  conv1d,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  last,
  'layer-norm': layerNorm,
  'global-max-pool': maxOverTime,
  'max-pool': pool('max'),
  'global-average-pool': meanOverTime,
  'one-hot': oneHot,
  recurrent,
  'tied-dense': tiedDense,
};

/** The layers that TensorFlow.js lacks. */
const customLayers = [
  averagePoolingLayer,
  dilatedConvolutionLayer,
  lastStepLayer,
  maskTimeLayer,
  maxOverTimeLayer,
  meanOverTimeLayer,
  oneHotLayer,
  padTimeLayer,
  recurrentLayer,
  reverseSequenceLayer,
  sequenceBatchNormLayer,
  tiedEmbeddingLayer,
  windowLengthsLayer,
];

/** Registers the layers that TensorFlow.js lacks with a copy of it, so that saved models with them can be loaded. */
export function registerCustomLayers(tf: Tf): void {
  for (const layer of customLayers) registeredClass(tf, layer as unknown as CustomLayer<never>);
}
