/**
 * A metric that is fed batch by batch. Any division of the data into batches gives the same value. An update
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

/** Which positions of a batch count. */
export interface MaskOptions {
  /**
   * One entry per position: 1 or true counts, 0 or false does not (default: all count). The other arrays may hold
   * anything at masked positions, such as −1 or NaN.
   */
  mask?: ArrayLike<number | boolean>;
}
