import { Child } from './processes/child.js';
import { memoryCommand } from './processes/commands.js';

/** Growth allowed from the second tenth of a run to the last. */
const MAX_GROWTH = 0.03;
/** Megabytes that a trainer may leak; a lost session of ONNX Runtime leaks 1.4 or more. */
const MAX_LEAK = 0.1;

/** The runs that are watched: one trainer that takes many steps, or many trainers one after the other. */
const watched = [
  { case: 'names-lstm64-b1', steps: 10_000, trainers: 1 },
  { case: 'lm-lstm200x2', steps: 300, trainers: 1 },
  { case: 'names-lstm128', steps: 2, trainers: 500 },
] as const;

/** The memory of a run. */
interface MemoryResult {
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
      const leak = (tenths.at(-1)! - tenths[1]!) / (0.8 * trainers);
      const flat = trainers === 1 ? growth <= MAX_GROWTH : leak <= MAX_LEAK;
      yield { case: name, steps, trainers, tenths, growth, flat };
    } finally {
      await child.stop();
    }
  }
}
