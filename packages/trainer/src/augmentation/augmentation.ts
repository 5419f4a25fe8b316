import type { Generator } from '@rnnlab/shared';
import type { Batch } from '../examples/examples.js';

/** Changes what training steps read, another way each time. Nothing that is scored is changed. */
export interface Augmentation {
  /** What it does, as JSON: a training can only be resumed with the same. */
  readonly spec: unknown;
  /**
   * Changes a batch in place.
   *
   * @param size - Examples in the batch.
   * @param generator - A batch's own: what is drawn does not depend on other batches.
   */
  apply(batch: Batch, size: number, generator: Generator): void;
}
