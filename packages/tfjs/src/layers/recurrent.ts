import { type CellName, type CellOps, cellOf } from '@rnnlab/models';
import type { Layer, SymbolicTensor, Tensor, Tf } from '../tf.js';
import { type Context, connect, defineBuilder, type Flow } from './context.js';
import { type CustomWeights, defineCustomLayer } from './custom-layer.js';
import { intLengths, stepIndices } from './masking.js';

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

/** A stack of recurrent layers. */
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
  if (prefix.endsWith('forward')) return runCell(context, input, prefix, input.value);
  const turn = (value: SymbolicTensor, part: string) =>
    connect(custom(reverseSequenceLayer, { name: `${own}.${part}` }), value, input.lengths!);
  return turn(runCell(context, input, prefix, turn(input.value, 'reversed')), 'restored');
}

/** TensorFlow.js's own layer, if it has the cell and nothing is dropped; otherwise a loop over the cell's step. */
function runCell(
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
  return apply(custom(recurrentLayer, { name: own, ...config }), mask ? [value, mask] : value, (of) =>
    Object.keys(cellWeights(config)).map((weight) => of(`${prefix}.${weight}`)),
  );
}

/** A cell that TensorFlow.js has as a layer of its own. */
interface StandardCell {
  layer(tf: Tf, options: { name: string; units: number }): Layer;
  /** The layer's weights, in its order and layout, of ours. */
  weights(tf: Tf, of: (weight: string) => Tensor): Tensor[];
}

const sequences = {
  returnSequences: true,
  kernelInitializer: 'zeros',
  recurrentInitializer: 'zeros',
  biasInitializer: 'zeros',
} as const;

/** Ours: input, output, forget, cell; theirs: input, forget, cell, output. */
const reorder = (tf: Tf, weight: Tensor): Tensor => {
  const [i, o, f, c] = tf.split(weight, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
  return tf.concat([i, f, c, o], -1);
};

const simple = (activation: 'tanh' | 'relu'): StandardCell => ({
  layer: (tf, options) => tf.layers.simpleRNN({ ...sequences, ...options, activation }),
  weights: (_, of) => [of('kernel'), of('recurrentKernel'), of('bias')],
});

/** Cells with a layer in TensorFlow.js that computes the same; the others run by their step function. */
const standardCells: Partial<Record<CellName, StandardCell>> = {
  rnn: simple('tanh'),
  'rnn-relu': simple('relu'),
  lstm: {
    layer: (tf, options) =>
      tf.layers.lstm({ ...sequences, ...options, recurrentActivation: 'sigmoid', unitForgetBias: false }),
    weights: (tf, of) => ['kernel', 'recurrentKernel', 'bias'].map((weight) => reorder(tf, of(weight))),
  },
  'gru-reset-before': {
    layer: (tf, options) => tf.layers.gru({ ...sequences, ...options, recurrentActivation: 'sigmoid' }),
    weights: (tf, of) => [
      of('kernel'),
      tf.concat([of('recurrentKernel'), of('candidateKernel')], -1),
      of('bias'),
    ],
  },
};

interface RecurrentLayerOptions {
  cell: CellName;
  /** Features of a step. */
  features: number;
  units: number;
  /** Share of the state that is dropped where it enters a product, if no mask is given. */
  dropout: number;
}

/** Weights of a cell with those of its input projection, in the order in which they are stored. */
function cellWeights({ cell, features, units }: RecurrentLayerOptions): CustomWeights {
  const { gates, weights } = cellOf(cell);
  const own = Object.entries(weights(units)).map(([name, { shape }]) => [name, shape]);
  return { kernel: [features, gates * units], bias: [gates * units], ...Object.fromEntries(own) };
}

/** What a cell's step is written in, as operations on tensors. */
const cellOps = (tf: Tf): CellOps<Tensor> => ({
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) => tf.mul(a, b),
  div: (a, b) => tf.div(a, b),
  exp: (x) => tf.exp(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  relu: (x) => tf.relu(x),
  matmul: (x, weights, addend) => {
    const product = tf.matMul(x, weights);
    return addend ? tf.add(product, addend) : product;
  },
  split: (x, parts) => tf.split(x, parts, -1),
});

/**
 * Runs any cell of `@rnnlab/models` over time by its own step function: `[batch, time, features]` to
 * `[batch, time, units]`. A second input `[batch, units]` is the mask of recurrent dropout.
 */
export const recurrentLayer = defineCustomLayer<RecurrentLayerOptions>({
  className: 'RNNLabRecurrent',
  define(tf, options) {
    const { units, dropout } = options;
    const cell = cellOf(options.cell);
    const ops = cellOps(tf);
    return {
      weights: cellWeights(options),
      output: ([[batch, time]]) => [batch!, time!, units],
      compute([sequence, given], { weights: { kernel, bias, ...weights }, training }) {
        const [batch, time, features] = sequence!.shape as [number, number, number];
        const drawn = () =>
          training && dropout > 0 ? tf.dropout(tf.ones([batch, units]), dropout) : undefined;
        const mask = given ?? drawn();
        const stepOps = mask
          ? { ...ops, matmul: (x: Tensor, w: Tensor, c?: Tensor) => ops.matmul(tf.mul(x, mask), w, c) }
          : ops;
        const rows = tf.matMul(tf.reshape(sequence!, [batch * time, features]), kernel!);
        const projected = tf.reshape(tf.add(rows, bias!), [batch, time, cell.gates * units]);
        let states: Tensor[] = Array.from({ length: cell.states }, () => tf.zeros([batch, units]));
        const outputs = tf.unstack(projected, 1).map((x) => {
          states = cell.step(stepOps, x, states, weights);
          return states[0]!;
        });
        return tf.stack(outputs, 1);
      },
    };
  },
});

/** The valid steps of each example in the opposite order; padding stays behind them. */
export const reverseSequenceLayer = defineCustomLayer({
  className: 'RNNLabReverseSequence',
  define: (tf) => ({
    output: ([sequence]) => sequence,
    compute([sequence, lengths]) {
      const [batch, time, features] = sequence!.shape as [number, number, number];
      const steps = stepIndices(tf, sequence!);
      const length = intLengths(tf, lengths!);
      const mirrored = tf.sub(tf.sub(length, tf.scalar(1, 'int32')), steps);
      const source = tf.where(tf.less(steps, length), mirrored, tf.tile(steps, [batch, 1]));
      const rows = tf.add(source, tf.expandDims(tf.range(0, batch * time, time, 'int32'), 1));
      const flat = tf.gather(
        tf.reshape(sequence!, [batch * time, features]),
        tf.reshape(rows, [batch * time]),
      );
      return tf.reshape(flat, [batch, time, features]);
    },
  }),
});
