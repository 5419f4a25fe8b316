import { type CellName, type CellOps, cells } from '@rnnlab/models';
import type { Tensor, Tf } from '../tf.js';
import { type CustomWeights, defineCustomLayer } from './custom-layer.js';

export interface RecurrentOptions {
  cell: CellName;
  /** Features of a step. */
  features: number;
  units: number;
  /** Share of the state that is dropped where it enters a product, if no mask is given. */
  dropout: number;
}

/** Weights of a cell with those of its input projection, in the order in which they are stored. */
export function cellWeights({ cell, features, units }: RecurrentOptions): CustomWeights {
  const { gates, weights } = cells[cell];
  const own = Object.entries(weights(units)).map(([name, { shape }]) => [name, shape]);
  return { kernel: [features, gates * units], bias: [gates * units], ...Object.fromEntries(own) };
}

/** What a cell's step is written in, as operations on tensors. */
const cellOps = (tf: Tf): CellOps<Tensor> => ({
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) => tf.mul(a, b),
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
export const recurrent = defineCustomLayer<RecurrentOptions>({
  className: 'RNNLabRecurrent',
  define(tf, options) {
    const { units, dropout } = options;
    const cell = cells[options.cell];
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
