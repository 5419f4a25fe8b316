import { requireProportion } from './standard-error.js';

/**
 * The Wilson score interval of a proportion. Unlike ± standard errors it stays within 0 to 1 and has a width
 * at p = 0 and p = 1. Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22 (1927).
 *
 * @param p the observed proportion, 0 to 1
 * @param n the number of examples, an integer of at least 1
 * @param z half width in standard errors (default 1.959964, for 95 % confidence)
 * @throws RangeError for anything else
 * @example
 * wilsonInterval(1, 100); // { low: 0.963, high: 1 }
 */
export function wilsonInterval(p: number, n: number, z = 1.959963984540054): { low: number; high: number } {
  requireProportion('wilsonInterval', p, n);
  if (!(z >= 0 && z < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`wilsonInterval: z is ${z}; expected a finite number of at least 0.`);
  }
  const share = (z * z) / n;
  const center = (p + share / 2) / (1 + share);
  const half = (z / (1 + share)) * Math.sqrt((p * (1 - p)) / n + share / (4 * n));
  // Exactly 0 and 1 at the ends, where rounding would go past them or stop short.
  return {
    low: p === 0 ? 0 : Math.max(0, center - half),
    high: p === 1 ? 1 : Math.min(1, center + half),
  };
}
