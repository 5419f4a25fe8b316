import { descend } from './descend.js';
import { momentum as withMomentum } from './momentum.js';
import { chain, type Transform } from './transform.js';

export interface SgdOptions {
  /** Decay of the velocity; default 0, plain gradient descent. */
  momentum?: number;
  /** Looks ahead along the velocity; default false. */
  nesterov?: boolean;
}

/** Stochastic gradient descent (H. Robbins and S. Monro, 1951), with momentum if asked for. */
export const sgd = ({ momentum = 0, nesterov = false }: SgdOptions = {}): Transform =>
  momentum === 0 ? descend() : chain(withMomentum(momentum, nesterov), descend());
