import { add } from '../ops/add.js';
import { mul } from '../ops/mul.js';
import type { Transform } from './transform.js';

/**
 * v' = decay · v + g, and v' is the update.
 * Source: B. T. Polyak, Some Methods of Speeding Up the Convergence of Iteration Methods, 1964.
 */
export const momentum = (decay: number): Transform => ({
  slots: 1,
  apply(update, { slots: [velocity] }) {
    const next = add(mul(velocity!, decay), update);
    return { update: next, slots: [next] };
  },
});
