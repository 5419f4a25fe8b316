import { add } from '../ops/add.js';
import { mul } from '../ops/mul.js';
import type { Transform } from './transform.js';

/** Adds `weight · w` to the gradient of the kernels: the gradient of ½ weight ‖w‖². */
export const l2 = (weight: number): Transform => ({
  slots: 0,
  apply: (update, { parameters, kernels }) => ({
    update: add(update, mul(mul(parameters, kernels()), weight)),
    slots: [],
  }),
});
