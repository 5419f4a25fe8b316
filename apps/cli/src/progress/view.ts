import type { EpochRecord, ProgressReport } from '@rnnlab/trainer';

/** Shows how a training goes. */
export interface ProgressView {
  /** Before the first step, with the number of training examples. */
  start(examples: number): void;
  progress(report: ProgressReport): void;
  epoch(record: EpochRecord, info: { epochs: number; best: boolean }): void;
  /** A line between, such as that it will stop soon. */
  note(text: string): void;
  /** After the last step, however it ended. */
  end(): void;
}
