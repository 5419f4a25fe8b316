import { add } from '../ops/add.js';
import { mul } from '../ops/mul.js';
import { descend } from './descend.js';
import { type AdamOptions, scaleByAdam } from './scale-by-adam.js';
import { chain, type Transform } from './transform.js';

export interface AdamWOptions extends AdamOptions {
  /** Share of a kernel that one step with learning rate 1 takes away; default .01. */
  decay?: number;
}

/** Adam with decoupled decay of the kernels. Source: I. Loshchilov and F. Hutter, Decoupled Weight Decay, 2019. */
export const adamw = ({ decay = 0.01, ...options }: AdamWOptions = {}): Transform =>
  chain(scaleByAdam(options), decayKernels(decay), descend());

const decayKernels = (decay: number): Transform => ({
  slots: 0,
  apply: (update, { parameters, kernels }) => ({
    update: add(update, mul(mul(parameters, kernels()), decay)),
    slots: [],
  }),
});
