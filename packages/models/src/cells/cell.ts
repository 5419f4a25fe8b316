import type { Initializer } from '../initializers/index.js';
import type { CellOps } from '../ops.js';

/** A weight of a cell, apart from the input projection that every cell has. */
export interface CellWeight {
  shape: readonly number[];
  initializer: Initializer;
}

/**
 * A recurrent cell: its step function and what the step needs. Nothing else has to be written for a cell to
 * train, to have its gradient derived and checked, to be exported and to be listed in the reference.
 */
export interface Cell {
  /** The name in a model spec. */
  readonly name: string;
  readonly title: string;
  /** The paper that introduced it. */
  readonly source: string;
  /** Width of the input projection `x · kernel + bias`, in multiples of the number of units. */
  readonly gates: number;
  /** How many state vectors of `units` entries it carries; the first one is its output. */
  readonly states: number;
  /** How the input projection's bias starts; zeros by default. */
  readonly bias?: Initializer;
  /** Weights by name for a number of units. */
  weights(units: number): Record<string, CellWeight>;
  /** One time step: the projected input `[batch, gates · units]` and the states give the next states. */
  step<T>(ops: CellOps<T>, input: T, states: readonly T[], weights: Record<string, T>): T[];
}
