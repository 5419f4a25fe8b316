/**
 * The median: the middle value, or the mean of the two in the middle.
 *
 * @throws {Error} When there is no value.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

/** |a - b| over the larger size of both; 0 for two zeros, and NaN if one is not a number. */
export function relativeDifference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

/** The first index at which two lists differ by more than a relative tolerance; undefined if there is none. */
export function firstDifference(
  a: readonly number[],
  b: readonly number[],
  tolerance: number,
): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let k = 0; k < length; k++) {
    if (!(relativeDifference(a[k] ?? Number.NaN, b[k] ?? Number.NaN) <= tolerance)) return k;
  }
  return undefined;
}

/** Steps whose losses are compared before anything is timed. */
export const CHECKED_STEPS = 5;

/** The relative tolerance for the losses of two engines. */
export const TOLERANCE = 1e-4;

/** The largest relative difference of two lists of losses; NaN if one is not a number. */
export const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((loss, k) => relativeDifference(loss, b[k] ?? Number.NaN)));
