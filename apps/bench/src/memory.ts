import { Child } from './child.js';
import { memoryCommand } from './processes.js';

/** How much more the last tenth of a run may hold than its second: 3 %. */
const GROWTH = 0.03;

/** What is watched: one trainer that takes many steps, or many trainers one after the other. */
const watched = [
  { case: 'names-lstm64-b1', steps: 10_000, trainers: 1 },
  { case: 'lm-lstm200x2', steps: 300, trainers: 1 },
  { case: 'names-lstm128', steps: 2, trainers: 1000 },
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
      yield { case: name, steps, trainers, tenths, growth, flat: growth <= GROWTH };
    } finally {
      await child.stop();
    }
  }
}
