import type { ModelSpec } from '@rnnlab/models';

/** A model and a batch shape whose training step is timed. */
export interface Case {
  readonly name: string;
  /** What it stands for. */
  readonly doc: string;
  readonly spec: ModelSpec;
  /** Examples in a batch. */
  readonly batch: number;
  /** Time steps of an example; 1 where it has none. */
  readonly steps: number;
}
