import { stateless, type Transform } from './transform.js';

/** Adds `weight · w` of the kernels to the update. */
export const l2 = (weight: number): Transform =>
  stateless((update, { tf, parameters, kernels }) =>
    tf.add(update, tf.mul(tf.mul(parameters, kernels), weight)),
  );
