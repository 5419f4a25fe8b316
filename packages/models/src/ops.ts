import type { Cell } from './cells/cell.js';

/**
 * The tensor operations that layers and cells are written in. An engine implements them once for its own
 * tensor type `T` (an ONNX graph value, a TensorFlow.js tensor) and can then build every layer.
 *
 * Sequences are time-major, `[time, batch, features]`. Element-wise operations broadcast from the last axis.
 */
export interface Ops<T> extends CellOps<T> {
  /** Rows of `table` `[rows, features]` at `ids` `[time, batch]`: `[time, batch, features]`. */
  lookup(table: T, ids: T): T;
  /** `x · kernel + bias` over the last axis. */
  linear(x: T, kernel: T, bias?: T): T;
  /** Joins along the last axis. */
  concat(parts: readonly T[]): T;
  /** The step at `length - 1` of each example, `[batch, features]`; zeros where the length is 0. */
  last(sequence: T, lengths: T): T;
  /** Multiplies by a random mask of 0 and 1 / (1 - rate) while training; the identity otherwise. */
  dropout(x: T, rate: number, mask: DropoutMask): T;
  /** Runs a cell over time and returns its first state at every step, `[time, batch, units]`. */
  recurrent(options: RecurrentOptions<T>): T;
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
}
