import type { Best } from '../early-stopping.js';
import type { TrainingState } from '../engines/engine.js';
import type { EpochRecord, Totals } from '../history.js';
import type { Recipe } from './recipe.js';

/** Where the phase of a training began that is not the first one. */
export interface Phase {
  /** From 2. */
  number: number;
  /** Epochs and updates before it. */
  epoch: number;
  step: number;
}

/** Where a training stands. */
export interface Progress {
  /** Absent in the first phase. */
  phase?: Phase;
  /** Epochs completed. */
  epoch: number;
  /** Batches done in the epoch under way. */
  batches: number;
  /** Where a stream of examples stands after them, as JSON; absent at its start. */
  position?: unknown;
  /** Updates done. */
  step: number;
  /** The generator when the epoch under way began, from which its order of examples follows, and now. */
  epochGenerator: readonly number[];
  generator: readonly number[];
  /** Sums over the epoch under way, and since the last log line. */
  totals: Totals;
  logTotals: Totals;
  history: EpochRecord[];
  best?: Best;
}

/** Everything a training needs to go on as if it had never stopped. */
export interface Checkpoint {
  /** What was trained and how, to refuse to go on with something else. */
  recipe: Recipe;
  progress: Progress;
  state: TrainingState;
  /** The parameters after the best epoch so far. */
  bestParameters?: Float32Array;
}
