import { add, mul } from '../ops/arithmetic.js';
import type { Transform } from './transform.js';

/**
 * Adds `weight · w` of the kernels to the update: before an optimizer the gradient of ½ weight ‖w‖², after its
 * scaling decoupled decay.
 */
export const l2 = (weight: number): Transform => ({
  slots: 0,
  apply: (update, { parameters, kernels }) => ({
    update: add(update, mul(mul(parameters, kernels()), weight)),
    slots: [],
  }),
});
