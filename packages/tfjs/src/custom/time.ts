import type { Tensor, Tf } from '../tf.js';

/** Lengths as they come to a layer, `[batch, 1]` of any type, as whole numbers. */
export const wholeLengths = (tf: Tf, lengths: Tensor): Tensor => tf.cast(lengths, 'int32');

/** The number of each time step, `[1, time]`. */
export const stepNumbers = (tf: Tf, sequence: Tensor): Tensor =>
  tf.expandDims(tf.range(0, sequence.shape[1]!, 1, 'int32'), 0);

/** 1 at the valid steps of `[batch, time, …]`, 0 at padding: `[batch, time, 1]`. */
export const validSteps = (tf: Tf, sequence: Tensor, lengths: Tensor): Tensor =>
  tf.expandDims(tf.cast(tf.less(stepNumbers(tf, sequence), wholeLengths(tf, lengths)), 'float32'), -1);
