/** Where a training stands, for a progress bar. */
export interface ProgressReport {
  /** The epoch under way, from 1. */
  epoch: number;
  epochs: number;
  /** Batches done in it. */
  batches: number;
  /** Infinity in the first pass over a stream of examples, if it is not known. */
  batchesPerEpoch: number;
  /** Means over the epoch so far. */
  loss: number;
  accuracy: number;
  /** Examples, or tokens of a stream, trained in this call, and the seconds it has trained. */
  examples: number;
  seconds: number;
}
