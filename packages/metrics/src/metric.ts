/**
 * A streaming metric, fed batch by batch. Any division of the data into batches gives the same value. An update
 * that throws leaves the metric as it was.
 */
export interface Metric<Update extends unknown[], Value> {
  /** Adds a batch. */
  update(...batch: Update): void;
  /** The value over everything since the start or the last `reset`. */
  compute(): Value;
  /** Forgets everything. */
  reset(): void;
}

/** Options of an update: which positions of a batch count. */
export interface MaskOptions {
  /**
   * One entry per position: 1 or true counts, 0 or false does not. Default: all count. The other arrays may hold
   * anything at masked positions, such as −1 or NaN.
   */
  mask?: ArrayLike<number | boolean>;
}

/** The share of hits among trials, which every accuracy counts. */
export function proportion() {
  let hits = 0;
  let trials = 0;
  return {
    add(newHits: number, newTrials: number) {
      hits += newHits;
      trials += newTrials;
    },
    /** Adds the unmasked positions below `length`. */
    count(length: number, counts: Counts, isHit: (index: number) => boolean) {
      for (let i = 0; i < length; i++) {
        if (!counts(i)) continue;
        trials++;
        if (isHit(i)) hits++;
      }
    },
    /** NaN without trials: no value is better than an invented one. */
    compute: () => hits / trials,
    reset() {
      hits = 0;
      trials = 0;
    },
  };
}

/** Whether a position counts, or is masked. */
export type Counts = (index: number) => boolean;

/**
 * Reads a mask.
 *
 * @throws {RangeError} When its length is not `length` or an entry is not 0, 1 or boolean.
 */
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

/** @throws {RangeError} When a list does not have the expected length. */
export function requireLength(metric: string, name: string, list: ArrayLike<unknown>, length: number): void {
  if (list.length !== length) {
    throw new RangeError(`${metric}: ${name} has ${list.length} entries; expected ${length}.`);
  }
}

/** @throws {RangeError} Unless every entry that counts is an integer in `0 … classes - 1`. */
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
      const range = classes === Number.POSITIVE_INFINITY ? 'of at least 0' : `from 0 to ${classes - 1}`;
      throw new RangeError(`${metric}: ${name}[${i}] is ${value}; expected an integer ${range}.`);
    }
  }
}

/** @throws {RangeError} Unless `value` is an integer of at least 1. */
export function requirePositiveInteger(metric: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${metric}: ${name} is ${value}; expected an integer of at least 1.`);
  }
}
