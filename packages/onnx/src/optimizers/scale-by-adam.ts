import { add, mul } from '../ops/arithmetic.js';
import { div } from '../ops/div.js';
import { sqrt } from '../ops/sqrt.js';
import type { Transform } from './transform.js';

interface AdamOptions {
  /** Decay of the mean of gradients. */
  beta1: number;
  /** Decay of the mean of their squares. */
  beta2: number;
  /** Added to the root of the latter. */
  epsilon: number;
}

/**
 * m' / (1 - β₁ᵗ) over √(v' / (1 - β₂ᵗ)) + ε with running means m' of gradients and v' of their squares. The slots
 * hold M = m / (1 - β₁) and V = v / (1 - β₂), so that a step adds gradients as they are, and all corrections are
 * folded into two scalars of the step, c · M' / (√V' + e): two passes over all parameters less.
 * Source: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1 and section 2.
 */
export const scaleByAdam = ({ beta1, beta2, epsilon }: AdamOptions): Transform => ({
  slots: 2,
  scalars({ step }) {
    const root = Math.sqrt((1 - beta2) / (1 - beta2 ** (step + 1)));
    return { factor: (1 - beta1) / (1 - beta1 ** (step + 1)) / root, epsilon: epsilon / root };
  },
  apply(update, { slots: [mean, square], scalars }) {
    const m = add(mul(mean!, beta1), update);
    const v = add(mul(square!, beta2), mul(update, update));
    return { update: mul(div(m, add(sqrt(v), scalars.epsilon!)), scalars.factor!), slots: [m, v] };
  },
});
