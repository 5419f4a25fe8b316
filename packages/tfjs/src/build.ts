import { type ModelSpec, resolveSpec, type SignalShape } from '@rnnlab/models';
import { customLayersOf } from './custom/index.js';
import { connect, type Dropouts, type Flow, type TiedTable } from './layers/context.js';
import { builders } from './layers/index.js';
import { type Placement, Placements } from './placement.js';
import type { SymbolicTensor, Tf } from './tf.js';

/** A spec as layers of TensorFlow.js. */
export interface BuiltModel {
  /** What it reads: `ids`, `features` or `pixels`, and `lengths` where there are time steps. */
  inputs: SymbolicTensor[];
  output: Flow;
  placements: Placement[];
}

/**
 * Builds a spec from layers of TensorFlow.js.
 *
 * @param dropouts - How dropout is done.
 * @throws SpecError if the spec cannot be built.
 */
export function buildLayers(tf: Tf, spec: ModelSpec, dropouts: Dropouts): BuiltModel {
  const { input, layers } = resolveSpec(spec);
  const custom = customLayersOf(tf);
  const placements = new Placements(tf, spec);
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
    const build = builders[layer.type as keyof typeof builders];
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
          placements.add(tfLayer, (of) => sources((part) => of(`${name}.${part}`)), variances);
          return result;
        },
      },
      flow,
    );
    flow = { ...next, shape: output };
  }
  if (flow.shape.kind === 'sequence') {
    flow.value = connect(custom.maskTime({ name: 'output' }), flow.value, flow.lengths!);
  }
  return { inputs, output: flow, placements: placements.all };
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
