/** Numbers of one tensor of a batch, row-major. */
export type BatchData = Int32Array | Float32Array;

/** The tensors of one batch by name: what a program declares as its data. */
export type Batch = Record<string, BatchData>;

/** Training examples that can be read in any order: an adapter between a dataset and a model's inputs. */
export interface Examples {
  readonly length: number;
  /** Time steps of an example. */
  steps(index: number): number;
  /**
   * Some examples as one batch, each padded to `steps`.
   *
   * @param mask - While training, for examples that are changed at random: entries 0 with probability `rate`, otherwise 1.
   */
  batch(indices: ArrayLike<number>, steps: number, mask?: (size: number, rate: number) => Uint8Array): Batch;
}
