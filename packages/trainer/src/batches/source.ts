import type { Generator } from '@rnnlab/shared';
import type { Run } from '../engines/engine.js';
import type { Batch } from '../examples/examples.js';

/** The next batches of an epoch, all of one shape. */
export interface Batches {
  batches: Batch[];
  shape: Run['shape'];
  /** Whether the epoch is over after them. */
  last: boolean;
  /** Where a stream of examples stands after them; undefined if it is to be read from the start. */
  position?: unknown;
}

/** Where an epoch begins, or goes on. */
export interface Place {
  /** Batches of the epoch that are done. */
  done: number;
  /** Where a stream of examples stood after them. */
  position: unknown;
}

/**
 * What a training reads its batches from. They follow from the generator's state at the start of the epoch and from the
 * data, however many are asked for at once.
 */
export interface BatchSource {
  /** Batches of an epoch; undefined where only its end will tell. */
  readonly batchesPerEpoch: number | undefined;
  /** Whether a batch goes on where the one before it stopped, with recurrent states that are carried. */
  readonly carries: boolean;
  /**
   * Begins an epoch or goes on with it.
   *
   * @param ordering - Draws the order of the epoch.
   */
  begin(ordering: Generator, at: Place): void;
  /**
   * The next batches, one or more; never called when the epoch is over.
   *
   * @param most - How many at most.
   */
  next(most: number): Promise<Batches>;
  /** Lets go of what is open. */
  close(): Promise<void>;
}
