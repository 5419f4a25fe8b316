import type { Generator } from '@rnnlab/shared';
import type { Run } from '../engines/engine.js';
import { breather } from '../engines/event-loop.js';
import type { Batch, Examples } from './examples.js';

/**
 * The source of a training's batches: examples in memory, a stream of examples or a token stream. The batches follow from
 * the generator's state at the start of the epoch and from the data, however many are asked for at once.
 */
export interface BatchSource {
  /** Batches of an epoch; undefined where only its end will tell. */
  readonly batchesPerEpoch: number | undefined;
  /** Whether a batch continues the rows of the one before it, so that recurrent states are carried. */
  readonly stateful: boolean;
  /**
   * Starts an epoch or resumes it.
   *
   * @param ordering - Draws the order of the epoch.
   */
  startEpoch(ordering: Generator, position: EpochPosition): void;
  /**
   * Gives the next batches, one or more; never called when the epoch is over.
   *
   * @param limit - Maximum number of batches.
   */
  next(limit: number): Promise<Batches>;
  /** Closes the stream that it reads. */
  close(): Promise<void>;
}

/** The position in an epoch that is started or resumed. */
export interface EpochPosition {
  /** Batches of the epoch that are done. */
  done: number;
  /** The position of a stream of examples after them. */
  position: unknown;
}

/** The next batches of an epoch, all of one shape. */
export interface Batches {
  batches: Batch[];
  shape: Run['shape'];
  /** Whether they are the last ones of the epoch. */
  last: boolean;
  /** The position of a stream of examples after them; undefined if it is to be read from the start. */
  position?: unknown;
}

/** Batches of one size whose examples are padded to one number of steps: they can share a run of the engine. */
export interface Bucket {
  /** Time steps after padding. */
  steps: number;
  /** Indices of examples, one array for each batch. */
  batches: Uint32Array[];
}

/** The order of each epoch, which is known when it starts. */
interface EpochPlans {
  batchesPerEpoch: number;
  stateful: boolean;
  plan(ordering: Generator): Bucket[];
}

/** Batches that are planned when an epoch starts. */
export class PlannedSource implements BatchSource {
  readonly batchesPerEpoch: number;
  readonly stateful: boolean;
  readonly #data: Pick<Examples, 'batch'>;
  readonly #plan: EpochPlans['plan'];
  /** The rest of the epoch. */
  #buckets: Bucket[] = [];

  constructor(data: Pick<Examples, 'batch'>, { batchesPerEpoch, stateful, plan }: EpochPlans) {
    this.batchesPerEpoch = batchesPerEpoch;
    this.stateful = stateful;
    this.#data = data;
    this.#plan = plan;
  }

  startEpoch(ordering: Generator, { done }: EpochPosition): void {
    let passed = 0;
    this.#buckets = this.#plan(ordering).flatMap(({ steps, batches }) => {
      const rest = batches.slice(Math.max(0, done - passed));
      passed += batches.length;
      return rest.length > 0 ? [{ steps, batches: rest }] : [];
    });
  }

  async next(limit: number): Promise<Batches> {
    const { steps, batches: bucket } = this.#buckets[0]!;
    const chosen = bucket.splice(0, limit);
    if (bucket.length === 0) this.#buckets.shift();
    const yieldToOthers = breather();
    const batches: Batches['batches'] = [];
    for (const indices of chosen) {
      batches.push(this.#data.batch(indices, steps));
      await yieldToOthers();
    }
    return { batches, shape: { batch: chosen[0]!.length, steps }, last: this.#buckets.length === 0 };
  }

  async close(): Promise<void> {}
}
