import type { Value } from '../graph/graph.js';
import { add, mul } from './arithmetic.js';
import { erf } from './erf.js';

/** x Φ(x) with the normal distribution function Φ (D. Hendrycks and K. Gimpel, Gaussian Error Linear Units, 2016). */
export const gelu = (x: Value): Value => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
