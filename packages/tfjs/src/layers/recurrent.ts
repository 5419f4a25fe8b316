import type { CellName } from '@rnnlab/models';
import { standardCells } from '../cells.js';
import { cellWeights } from '../custom/recurrent.js';
import type { SymbolicTensor } from '../tf.js';
import { type Context, connect, defineBuilder, type Flow } from './context.js';

interface RecurrentOptions {
  cell: CellName;
  units: number;
  layers: number;
  bidirectional: boolean;
  merge: 'concat' | 'sum';
  dropout: number;
  inputDropout: number;
  recurrentDropout: number;
}

export const recurrent = defineBuilder<RecurrentOptions>((context, input) => {
  const { tf, dropouts, name, options } = context;
  let flow = input;
  for (let layer = 0; layer < options.layers; layer++) {
    const own = `${name}.${layer}`;
    const [rate, mask] =
      layer === 0 ? ([options.inputDropout, 'example'] as const) : ([options.dropout, 'element'] as const);
    const value = rate > 0 ? dropouts.apply(flow, rate, mask, `${own}.dropout`) : flow.value;
    const read = { ...flow, value };
    const forward = pass(context, read, `${layer}.forward`);
    flow = { ...flow, shape: context.output, value: forward };
    if (options.bidirectional) {
      const backward = pass(context, read, `${layer}.backward`);
      const merge = `${own}.${options.merge}`;
      const joined =
        options.merge === 'sum' ? tf.layers.add({ name: merge }) : tf.layers.concatenate({ name: merge });
      flow = { ...flow, value: connect(joined, forward, backward) };
    }
  }
  return flow;
});

/** One direction of one layer: the backward one reads the valid steps of each example from the last to the first. */
function pass(context: Context<RecurrentOptions>, input: Flow, prefix: string): SymbolicTensor {
  const { custom, name } = context;
  const own = `${name}.${prefix}`;
  if (prefix.endsWith('forward')) return overTime(context, input, prefix, input.value);
  const turn = (value: SymbolicTensor, part: string) =>
    connect(custom.reverseSequence({ name: `${own}.${part}` }), value, input.lengths!);
  return turn(overTime(context, input, prefix, turn(input.value, 'reversed')), 'restored');
}

/** TensorFlow.js's own layer, if it has the cell and nothing is dropped; otherwise a loop over the cell's step. */
function overTime(
  { tf, custom, dropouts, name, options, apply }: Context<RecurrentOptions>,
  { shape }: Flow,
  prefix: string,
  value: SymbolicTensor,
): SymbolicTensor {
  const { cell, units, recurrentDropout } = options;
  const own = `${name}.${prefix}`;
  const standard = standardCells[cell];
  if (standard && recurrentDropout === 0) {
    return apply(standard.layer(tf, { name: own, units }), value, (of) =>
      standard.weights(tf, (weight) => of(`${prefix}.${weight}`)),
    );
  }
  const { features } = shape as { features: number };
  const config = { cell, features, units, dropout: recurrentDropout };
  const mask = recurrentDropout > 0 ? dropouts.recurrentMask(units, recurrentDropout) : undefined;
  return apply(custom.recurrent({ name: own, ...config }), mask ? [value, mask] : value, (of) =>
    Object.keys(cellWeights(config)).map((weight) => of(`${prefix}.${weight}`)),
  );
}
