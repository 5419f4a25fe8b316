import type { Cell } from './cells/cell.js';

/**
 * The tensor operations that layers and cells are written in. An engine implements them once for its own
 * tensor type `T` (an ONNX graph value, a TensorFlow.js tensor) and can then build every layer.
 *
 * Sequences are time-major, `[time, batch, features]`; images are `[batch, channels, height, width]`.
 * Element-wise operations broadcast from the last axis.
 */
export interface Ops<T> extends CellOps<T> {
  /** x · Φ(x), with the exact normal distribution function (D. Hendrycks and K. Gimpel, 2016). */
  gelu(x: T): T;
  /** x where it is positive, eˣ - 1 elsewhere (D.-A. Clevert et al., 2016). */
  elu(x: T): T;
  /** max(0, min(1, .2 x + .5)). */
  hardSigmoid(x: T): T;
  /** Rows of `table` `[rows, features]` at `ids` `[time, batch]`: `[time, batch, features]`. */
  lookup(table: T, ids: T): T;
  /** `x · kernel + bias` over the last axis. */
  linear(x: T, kernel: T, bias?: T): T;
  /** `x · tableᵀ` over the last axis: `[…, N]` with a table `[K, N]` gives `[…, K]`. */
  linearTransposed(x: T, table: T): T;
  /** Joins along the last axis. */
  concat(parts: readonly T[]): T;
  /** The step at `length - 1` of each example, `[batch, features]`; zeros where the length is 0. */
  last(sequence: T, lengths: T): T;
  /** The mean over the valid steps, `[batch, features]`; zeros where the length is 0. */
  mean(sequence: T, lengths: T): T;
  /** The largest of the valid steps, feature by feature, `[batch, features]`; zeros where the length is 0. */
  max(sequence: T, lengths: T): T;
  /** The sequence with zeros in place of its padding. */
  mask(sequence: T, lengths: T): T;
  /** Multiplies by a random mask of 0 and 1 / (1 - rate) while training; the identity otherwise. */
  dropout(x: T, rate: number, mask: DropoutMask): T;
  /** Runs a cell over time and returns its first state at every step, `[time, batch, units]`. */
  recurrent(options: RecurrentOptions<T>): T;
  /** Cross-correlation of a sequence `[time, batch, features]` with `kernel` `[units, features, window]`. */
  convolveSequence(x: SequenceInput<T>, kernel: T, bias: T, window: Window1d): T;
  /** The largest entry, or the mean, of windows over time. */
  poolSequence(x: T, kind: PoolKind, window: Window1d): T;
  /** Lengths after a window has moved over sequences: `⌊(length + padding - extent) / stride⌋ + 1`, at least 0. */
  windowLengths(lengths: T, window: Window1d): T;
  /** Cross-correlation of images with `kernel` `[units, channels, height, width]`. */
  convolveImage(x: T, kernel: T, bias: T, window: Window2d): T;
  /** The largest entry, or the mean, of windows over images. */
  poolImage(x: T, kind: PoolKind, window: Window2d): T;
  /** All axes after the batch as one; a sequence becomes batch-major first. */
  flatten(x: T, kind: 'image' | 'sequence'): T;
  /** `(x - mean) / √(variance + epsilon) · gain + offset` over the last axis. */
  layerNorm(x: T, gain: T, offset: T, epsilon: number): T;
  /** The same over all axes but that of features or channels, with running statistics: see {@link BatchNorm}. */
  batchNorm(options: BatchNorm<T>): T;
}

/** The operations a cell's step may use: each acts on one time step, `[batch, features]`. */
export interface CellOps<T> {
  add(a: T, b: T | number): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T | number): T;
  sigmoid(x: T): T;
  tanh(x: T): T;
  relu(x: T): T;
  /** `x · weights (+ addend)` for `x` `[batch, n]` and `weights` `[n, m]`. */
  matmul(x: T, weights: T, addend?: T): T;
  /** Cuts the last axis into `parts` equal parts. */
  split(x: T, parts: number): T[];
}

/** Which entries share one draw: each its own, or one mask per example for all time steps (variational). */
export type DropoutMask = 'element' | 'example';

export type PoolKind = 'max' | 'average';

/** A window that moves over one axis. */
export interface Window1d {
  /** Entries it reads. */
  size: number;
  stride: number;
  /** Distance between the entries it reads. */
  dilation: number;
  /** Zeros (or nothing, for pooling) before and after the axis. */
  padding: readonly [before: number, after: number];
}

/** A window that moves over height and width. */
export type Window2d = readonly [height: Window1d, width: Window1d];

/** A sequence, or ids `[time, batch]` of one-hot rows with their number. */
export interface SequenceInput<T> {
  value: T;
  oneHot?: number | undefined;
  lengths: T;
}

export interface RecurrentOptions<T> {
  cell: Cell;
  units: number;
  /** The input sequence `[time, batch, features]`, or ids `[time, batch]` of one-hot rows. */
  input: T;
  /** The number of classes when `input` holds ids; otherwise undefined. */
  oneHot?: number | undefined;
  lengths: T;
  /** Weights of the cell by name, with `kernel` and `bias` of the input projection. */
  weights: Record<string, T>;
  /** Runs from each example's last valid step to its first. */
  reverse: boolean;
  /** Share of what enters the recurrent products that is dropped, one mask per example for all time steps. */
  dropout: number;
}

/**
 * Batch normalization: while training, with the mean and variance of the batch, of which running averages are
 * kept; otherwise with those averages. Padding does not count.
 */
export interface BatchNorm<T> {
  x: T;
  kind: 'image' | 'sequence' | 'vector';
  lengths?: T | undefined;
  gain: T;
  offset: T;
  /** Running averages: parameters that are not trained but updated. */
  mean: T;
  variance: T;
  /** Share of an old running average that is kept at each step. */
  momentum: number;
  epsilon: number;
}
