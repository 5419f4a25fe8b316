import type { SymbolicTensor, Tensor, Tf } from '../tf.js';
import { type Context, connect, type Flow } from './context.js';
import { defineCustomLayer } from './custom-layer.js';

/** Casts lengths, `[batch, 1]` of any type, to integers. */
export const intLengths = (tf: Tf, lengths: Tensor): Tensor => tf.cast(lengths, 'int32');

/** The indices of the time steps, `[1, time]`. */
export const stepIndices = (tf: Tf, sequence: Tensor): Tensor =>
  tf.expandDims(tf.range(0, sequence.shape[1]!, 1, 'int32'), 0);

/** 1 at the valid steps of `[batch, time, …]`, 0 at padding: `[batch, time, 1]`. */
export const validSteps = (tf: Tf, sequence: Tensor, lengths: Tensor): Tensor =>
  tf.expandDims(tf.cast(tf.less(stepIndices(tf, sequence), intLengths(tf, lengths)), 'float32'), -1);

/** Sets the padding of a sequence to zeros. */
export const masked = ({ custom, name }: Context<unknown>, { value, lengths }: Flow): SymbolicTensor =>
  connect(custom(maskTimeLayer, { name: `${name}.mask` }), value, lengths!);

/** The layer that sets the padding of a sequence to zeros. */
export const maskTimeLayer = defineCustomLayer({
  className: 'RNNLabMaskTime',
  define: (tf) => ({
    output: ([sequence]) => sequence,
    compute: ([sequence, lengths]) => tf.mul(sequence!, validSteps(tf, sequence!, lengths!)),
  }),
});
