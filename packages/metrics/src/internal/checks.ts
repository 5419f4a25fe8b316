/** A list of what counts, told apart once so that the metrics need not ask at every use. */
export type Counts = (index: number) => boolean;

/** Reads a mask. @throws RangeError when its length is not `length` or an entry is not 0, 1 or boolean */
export function readMask(
  metric: string,
  mask: ArrayLike<number | boolean> | undefined,
  length: number,
): Counts {
  if (mask === undefined) return () => true;
  requireLength(metric, 'mask', mask, length);
  for (let i = 0; i < length; i++) {
    const value = mask[i];
    if (value !== 0 && value !== 1 && typeof value !== 'boolean') {
      throw new RangeError(`${metric}: mask[${i}] is ${value}; expected 0, 1, false or true.`);
    }
  }
  return (i) => Boolean(mask[i]);
}

/** @throws RangeError when a list does not have the expected length */
export function requireLength(metric: string, name: string, list: ArrayLike<unknown>, length: number): void {
  if (list.length !== length) {
    throw new RangeError(`${metric}: ${name} has ${list.length} entries; expected ${length}.`);
  }
}

/** @throws RangeError unless every entry that counts is an integer in `0 … classes - 1` */
export function requireClasses(
  metric: string,
  name: string,
  list: ArrayLike<number>,
  counts: Counts,
  classes = Number.POSITIVE_INFINITY,
): void {
  for (let i = 0; i < list.length; i++) {
    const value = list[i]!;
    if (counts(i) && !(Number.isInteger(value) && value >= 0 && value < classes)) {
      const wanted = classes === Number.POSITIVE_INFINITY ? 'of at least 0' : `from 0 to ${classes - 1}`;
      throw new RangeError(`${metric}: ${name}[${i}] is ${value}; expected an integer ${wanted}.`);
    }
  }
}

/** @throws RangeError unless `value` is an integer of at least 1 */
export function requirePositiveInteger(metric: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${metric}: ${name} is ${value}; expected an integer of at least 1.`);
  }
}
