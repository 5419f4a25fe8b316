import type { Value } from '../graph/graph.js';
import { add, div, mul, scale, sqrt, sumAll } from '../ops/arithmetic.js';
import { max, min } from '../ops/comparison.js';
import { concat } from '../ops/slicing.js';
import type { Transform } from './combine.js';

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

/** g / (√v' + ε) with a running mean v' of squares. */
export const scaleByRms = (decay: number, epsilon: number): Transform => ({
  slots: 1,
  apply(update, { slots: [square] }) {
    const next = add(mul(square!, decay), mul(mul(update, update), 1 - decay));
    return { update: div(update, add(sqrt(next), epsilon)), slots: [next] };
  },
});

/** g / (√Σ g² + ε). */
export const scaleByRss = (epsilon: number): Transform => ({
  slots: 1,
  apply(update, { slots: [squares] }) {
    const next = add(squares!, mul(update, update));
    return { update: div(update, add(sqrt(next), epsilon)), slots: [next] };
  },
});

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

/** Clips each entry of the gradient to ±limit. */
export const clipByValue = (limit: number): Transform => ({
  slots: 0,
  apply: (update) => ({ update: max(min(update, limit), -limit), slots: [] }),
});

/** Scales a tensor down to a norm of at most `limit`. */
function clip(gradient: Value, limit: number): Value {
  const norm = sqrt(sumAll(mul(gradient, gradient)));
  return mul(gradient, div(limit, max(norm, limit)));
}

/** Scales each parameter's gradient down to a norm of at most `limit`. */
export const clipByNorm = (limit: number): Transform => ({
  slots: 0,
  apply: (update, { splitParameters }) => ({
    update: concat(splitParameters(update).map((part) => clip(part, limit))),
    slots: [],
  }),
});

/**
 * Scales the gradient down to a norm of at most `limit`, over all parameters together.
 * Source: R. Pascanu, T. Mikolov and Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013.
 */
export const clipByGlobalNorm = (limit: number): Transform => ({
  slots: 0,
  apply: (update) => ({ update: clip(update, limit), slots: [] }),
});

/**
 * Adds `weight · w` of the kernels to the update: before an optimizer the gradient of ½ weight ‖w‖², after its
 * scaling decoupled decay.
 */
export const addDecayedWeights = (weight: number): Transform => ({
  slots: 0,
  apply: (update, { parameters, kernelMask }) => ({
    update: add(update, mul(mul(parameters, kernelMask()), weight)),
    slots: [],
  }),
});

/** -learning rate · u: a step against the gradient. */
export const scaleByLearningRate = (): Transform => ({
  slots: 0,
  scalars: ({ learningRate }) => ({ factor: -learningRate }),
  apply: (update, { scalars }) => ({ update: scale(update, scalars.factor!), slots: [] }),
});
