import type { Case } from './cases.js';
import { Child } from './processes/child.js';
import { jitterCommand } from './processes/commands.js';

/** Milliseconds that a timer of the thread that trains may be late. */
const MAX_DELAY = 50;

/** The delays of a timer that should fire every 10 ms. */
interface JitterResult {
  case: string;
  /** Milliseconds that it was late at most before the first steps were done: compiling, drawing the weights. */
  start_ms: number;
  /** Milliseconds that it was late at most after that: training, validation, checkpoints. */
  worst_ms: number;
  /** How often it was more than 50 ms late, of all times after the start. */
  late: number;
  ticks: number;
  responsive: boolean;
}

/** Watches a timer while each case trains in a process of its own for some seconds. */
export async function* watchTimers(cases: readonly Case[], seconds: number): AsyncGenerator<JitterResult> {
  for (const { name } of cases) {
    const child = Child.start(jitterCommand(name, seconds));
    try {
      await child.ask();
      const { start, training } = await child.ask<{ start: number[]; training: number[] }>({});
      const worst = largest(training);
      yield {
        case: name,
        start_ms: Math.round(largest(start)),
        worst_ms: Math.round(worst),
        late: training.filter((ms) => ms > MAX_DELAY).length,
        ticks: training.length,
        responsive: worst <= MAX_DELAY,
      };
    } finally {
      await child.stop();
    }
  }
}

const largest = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);
