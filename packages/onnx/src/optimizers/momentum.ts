import { add, mul } from '../ops/arithmetic.js';
import type { Transform } from './transform.js';

/**
 * v' = decay · v + g; the update is v', or g + decay · v' with `nesterov`.
 * Source: B. T. Polyak, Some Methods of Speeding Up the Convergence of Iteration Methods, 1964; I. Sutskever et
 * al., On the Importance of Initialization and Momentum in Deep Learning, 2013.
 */
export const momentum = (decay: number, nesterov: boolean): Transform => ({
  slots: 1,
  apply(update, { slots: [velocity] }) {
    const next = add(mul(velocity!, decay), update);
    return { update: nesterov ? add(update, mul(next, decay)) : next, slots: [next] };
  },
});
