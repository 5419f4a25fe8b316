import { Child } from './child.js';
import { memoryCommand } from './processes.js';

/** How much more the last tenth of a run of steps may hold than its second: 3 %. */
const GROWTH = 0.03;
/** Megabytes that a trainer may leave behind; a session of ONNX Runtime that is not found again leaves 1.4 or more. */
const LEFT_BEHIND = 0.1;

/** What is watched: one trainer that takes many steps, or many trainers one after the other. */
const watched = [
  { case: 'names-lstm64-b1', steps: 10_000, trainers: 1 },
  { case: 'lm-lstm200x2', steps: 300, trainers: 1 },
  { case: 'names-lstm128', steps: 2, trainers: 500 },
] as const;

export interface MemoryResult {
  case: string;
  steps: number;
  trainers: number;
  /** Resident memory in each tenth of the run, median, in megabytes. */
  tenths: number[];
  /** The last tenth over the second, less 1. */
  growth: number;
  flat: boolean;
}

/** Watches the memory of processes that train. */
export async function* watchMemory(): AsyncGenerator<MemoryResult> {
  for (const { case: name, steps, trainers } of watched) {
    const child = Child.start(memoryCommand(name, steps, trainers));
    try {
      await child.ask();
      const { tenths } = await child.ask<{ tenths: number[] }>({});
      const growth = tenths.at(-1)! / tenths[1]! - 1;
      const leftBehind = (tenths.at(-1)! - tenths[1]!) / (0.8 * trainers);
      const flat = trainers === 1 ? growth <= GROWTH : leftBehind <= LEFT_BEHIND;
      yield { case: name, steps, trainers, tenths, growth, flat };
    } finally {
      await child.stop();
    }
  }
}
