import { div } from '../ops/div.js';
import { max } from '../ops/max.js';
import { mul } from '../ops/mul.js';
import { sumAll } from '../ops/reduce-sum.js';
import { sqrt } from '../ops/sqrt.js';
import type { Transform } from './transform.js';

/**
 * Scales the gradient down to a norm of at most `limit`, over all parameters together.
 * Source: R. Pascanu, T. Mikolov and Y. Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013.
 */
export const clipByGlobalNorm = (limit: number): Transform => ({
  slots: 0,
  apply(update) {
    const norm = sqrt(sumAll(mul(update, update)));
    return { update: mul(update, div(limit, max(norm, limit))), slots: [] };
  },
});
