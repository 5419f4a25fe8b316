import type { Generator } from '@rnnlab/shared';
import { breather } from '../engines/breather.js';
import type { Examples } from '../examples/examples.js';
import type { TokenStream } from '../examples/token-stream.js';
import { type Bucket, planEpoch } from './plan.js';
import { planStream, windowsOf } from './plan-stream.js';
import type { Batches, BatchSource, Place } from './source.js';

/** Examples in memory: shuffled epochs of length-bucketed batches. */
export const examplesSource = (examples: Examples, batch: number): BatchSource =>
  new PlannedSource(examples, {
    batchesPerEpoch: Math.ceil(examples.length / batch),
    carries: false,
    plan: (ordering) => planEpoch(examples, batch, ordering),
  });

/** A text: its windows in their order, in `batch` places at once. */
export const tokenStreamSource = (stream: TokenStream, batch: number): BatchSource =>
  new PlannedSource(stream, {
    batchesPerEpoch: windowsOf(stream, batch),
    carries: true,
    plan: (ordering) => planStream(stream, batch, ordering),
  });

interface Plans {
  batchesPerEpoch: number;
  carries: boolean;
  plan(ordering: Generator): Bucket[];
}

/** Batches whose order is known when an epoch begins. */
class PlannedSource implements BatchSource {
  readonly #data: Pick<Examples, 'batch'>;
  readonly #plans: Plans;
  /** What is left of the epoch. */
  #left: Bucket[] = [];

  constructor(data: Pick<Examples, 'batch'>, plans: Plans) {
    this.#data = data;
    this.#plans = plans;
  }

  get batchesPerEpoch(): number {
    return this.#plans.batchesPerEpoch;
  }

  get carries(): boolean {
    return this.#plans.carries;
  }

  begin(ordering: Generator, { done }: Place): void {
    let passed = 0;
    this.#left = this.#plans.plan(ordering).flatMap(({ steps, batches }) => {
      const left = batches.slice(Math.max(0, done - passed));
      passed += batches.length;
      return left.length > 0 ? [{ steps, batches: left }] : [];
    });
  }

  async next(most: number): Promise<Batches> {
    const { steps, batches: bucket } = this.#left[0]!;
    const chosen = bucket.splice(0, most);
    if (bucket.length === 0) this.#left.shift();
    const rest = breather();
    const batches: Batches['batches'] = [];
    for (const indices of chosen) {
      batches.push(this.#data.batch(indices, steps));
      await rest();
    }
    return { batches, shape: { batch: chosen[0]!.length, steps }, last: this.#left.length === 0 };
  }

  async close(): Promise<void> {}
}
