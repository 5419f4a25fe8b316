import type { Value } from '../graph/graph.js';
import { mul, sumAll } from '../ops/arithmetic.js';
import { concat } from '../ops/concat.js';
import { div } from '../ops/div.js';
import { max } from '../ops/max.js';
import { sqrt } from '../ops/sqrt.js';
import type { Transform } from './transform.js';

/** Scales a tensor down to a norm of at most `limit`. */
function clip(gradient: Value, limit: number): Value {
  const norm = sqrt(sumAll(mul(gradient, gradient)));
  return mul(gradient, div(limit, max(norm, limit)));
}

/** Scales each parameter's gradient down to a norm of at most `limit`. */
export const clipByNorm = (limit: number): Transform => ({
  slots: 0,
  apply: (update, { parts }) => ({
    update: concat(parts(update).map((part) => clip(part, limit))),
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
