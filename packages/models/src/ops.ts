import type { Cell, CellOps } from './cells.js';

/**
 * The tensor operations that layers and cells are written in. An engine implements them once for its own
 * tensor type `T` (an ONNX graph value, a TensorFlow.js tensor) and can then build every layer.
 *
 * Sequences are time-major, `[time, batch, features]`, with `lengths`, their valid steps; images are
 * `[batch, channels, height, width]`. Element-wise operations broadcast from the last axis.
 */
export interface Ops<T> extends CellOps<T> {
  log(x: T): T;
  sqrt(x: T): T;
  /** The sum over the last axis, which is kept with size 1. */
  sum(x: T): T;
  /** eˣ over its sum over the last axis. */
  softmax(x: T): T;
  /** x · Φ(x), exact. Source: Hendrycks & Gimpel (2016), "Gaussian Error Linear Units (GELUs)". */
  gelu(x: T): T;
  /** x where it is positive, eˣ - 1 elsewhere. Source: Clevert et al. (2016), "Exponential Linear Units (ELUs)". */
  elu(x: T): T;
  /** max(0, min(1, .2 x + .5)). */
  hardSigmoid(x: T): T;
  /** Rows of `table` `[rows, features]` at `ids` `[time, batch]`: `[time, batch, features]`. */
  lookup(table: T, ids: T): T;
  /** `x · kernel + bias` over the last axis. */
  linear(x: T, kernel: T, bias?: T): T;
  /** `x · tableᵀ` over the last axis: `[…, N]` with a table `[K, N]` gives `[…, K]`. */
  linearTransposed(x: T, table: T): T;
  /** Concatenates along the last axis. */
  concat(parts: readonly T[]): T;
  /** The step at `length - 1` of each example, `[batch, features]`; zeros where the length is 0. */
  last(sequence: T, lengths: T | undefined): T;
  /** The mean over the valid steps, `[batch, features]`; zeros where the length is 0. */
  mean(sequence: T, lengths: T | undefined): T;
  /** The largest of the valid steps, feature by feature, `[batch, features]`; zeros where the length is 0. */
  max(sequence: T, lengths: T | undefined): T;
  /** Sets the padding of a sequence to zeros. */
  mask(sequence: T, lengths: T | undefined): T;
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
  /** Layer normalization over the last axis: `(x - mean) / √(variance + epsilon) · gamma + beta`. */
  layerNorm(x: T, gamma: T, beta: T, epsilon: number): T;
  /** Batch normalization, over all axes but that of features or channels: see {@link BatchNorm}. */
  batchNorm(options: BatchNorm<T>): T;
}

/** What a dropout mask is drawn for: each element, or an example's features for all time steps (variational). */
export type DropoutMask = 'element' | 'example';

/** What pooling takes of a window: its maximum, or its mean. */
export type PoolKind = 'max' | 'average';

/** A window that moves over one axis. */
export interface Window1d {
  /** Entries it reads: the kernel or pool size. */
  size: number;
  /** Distance from one window to the next. */
  stride: number;
  /** Distance between the entries it reads. */
  dilation: number;
  /** Zeros (or nothing, for pooling) before and after the axis. */
  padding: readonly [before: number, after: number];
}

/** A window that moves over height and width. */
export type Window2d = readonly [height: Window1d, width: Window1d];

/** A sequence, or the ids of a one-hot sequence. */
export interface SequenceInput<T> {
  /** `[time, batch, features]`, or ids `[time, batch]`. */
  value: T;
  /** The number of classes when `value` holds ids; otherwise undefined. */
  oneHot?: number | undefined;
  /** Valid steps of each example, `[batch]`. */
  lengths: T;
}

/** One layer and direction of a recurrent network. */
export interface RecurrentOptions<T> {
  cell: Cell;
  /** Entries of a state. */
  units: number;
  /** The input sequence `[time, batch, features]`, or ids `[time, batch]` of one-hot rows. */
  input: T;
  /** The number of classes when `input` holds ids; otherwise undefined. */
  oneHot?: number | undefined;
  /** Valid steps of each example, `[batch]`. */
  lengths: T;
  /** Weights of the cell by name, with `kernel` and `bias` of the input projection. */
  weights: Record<string, T>;
  /** Runs from each example's last valid step to its first. */
  reverse: boolean;
  /** Rate of recurrent dropout, of the states where they enter a product: one mask per example for all time steps. */
  dropout: number;
}

/**
 * Batch normalization: while training, with the mean and variance of the batch, of which running averages are
 * kept; otherwise with those averages. Padding does not count.
 */
export interface BatchNorm<T> {
  x: T;
  /** The axes of `x`: `[batch, channels, height, width]`, `[time, batch, features]` or `[batch, features]`. */
  kind: 'image' | 'sequence' | 'vector';
  /** Valid steps of each example, `[batch]`, of a sequence. */
  lengths?: T | undefined;
  /** The scale, gamma, of each feature. */
  gamma: T;
  /** The shift, beta, of each feature. */
  beta: T;
  /** The running mean: a parameter that is not trained but updated. */
  mean: T;
  /** The running variance, updated likewise. */
  variance: T;
  /** Share of a running average that is kept at each step. */
  momentum: number;
  /** Added to the variance. */
  epsilon: number;
}
