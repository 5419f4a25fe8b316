/**
 * The binomial standard error of a proportion, √(p(1 − p)/n): how far an accuracy measured on `n` examples
 * typically lies from the true one. It is 0 at p = 0 and 1; `wilsonInterval` is honest there.
 *
 * @param p the proportion, 0 to 1
 * @param n the number of examples, an integer of at least 1
 * @throws RangeError for anything else
 * @example
 * standardError(0.86, 700); // 0.0131
 */
export function standardError(p: number, n: number): number {
  requireProportion('standardError', p, n);
  return Math.sqrt((p * (1 - p)) / n);
}

/** @throws RangeError unless `p` is a proportion of `n` */
export function requireProportion(name: string, p: number, n: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}: p is ${p}; expected a number from 0 to 1.`);
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`${name}: n is ${n}; expected an integer of at least 1.`);
  }
}
