/**
 * The binomial standard error of a proportion, √(p(1 − p)/n): how far an accuracy measured on `n` examples
 * typically lies from the true one. It is 0 at p = 0 and 1; {@link wilsonInterval} is honest there.
 *
 * @param p - The proportion, 0 to 1.
 * @param n - The number of examples, an integer of at least 1.
 * @throws {RangeError} For anything else.
 *
 * @example
 * standardError(0.86, 700); // 0.0131
 */
export function standardError(p: number, n: number): number {
  requireProportion('standardError', p, n);
  return Math.sqrt((p * (1 - p)) / n);
}

/** @throws {RangeError} Unless `p` is a proportion of `n`. */
function requireProportion(name: string, p: number, n: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}: p is ${p}; expected a number from 0 to 1.`);
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`${name}: n is ${n}; expected an integer of at least 1.`);
  }
}

/**
 * The Wilson score interval of a proportion. Unlike ± standard errors it stays within 0 to 1 and has a width
 * at p = 0 and p = 1.
 *
 * Source: Wilson (1927), "Probable Inference, the Law of Succession, and Statistical Inference".
 *
 * @param p - The observed proportion, 0 to 1.
 * @param n - The number of examples, an integer of at least 1.
 * @param z - Half width in standard errors. Default: 1.959964, for 95 % confidence.
 * @throws {RangeError} For anything else.
 *
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
