import type { CompiledModel } from './engines/engine.js';
import type { Scores } from './evaluate.js';
import type { TokenStream } from './examples/token-stream.js';

/** Time steps of a window: also those that come before what is counted. */
const STEPS = 256;
const MOST_ROWS = 64;
/** Predictions that make another row worth its uncounted window. */
const LEAST_PER_ROW = 4 * STEPS;

/**
 * Scores a stream with a model's current parameters. Rows are read side by side; each but the first begins with a
 * window that is the last one of the row before it, and counts there.
 */
export async function evaluateStream(model: CompiledModel, stream: TokenStream): Promise<Scores> {
  const rows = Math.max(1, Math.min(MOST_ROWS, Math.floor(stream.length / LEAST_PER_ROW)));
  const lead = rows === 1 ? 0 : STEPS;
  const rowLength = Math.ceil((stream.length - lead) / rows);
  const total = { loss: 0, correct: 0, count: 0 };
  for (let at = 0; at < rowLength + lead; at += STEPS) {
    const steps = Math.min(STEPS, rowLength + lead - at);
    const starts = Float64Array.from({ length: rows }, (_, row) => row * rowLength + at);
    const lengths = starts.map((start) => Math.max(0, Math.min(steps, stream.length - start)));
    const shape = { batch: rows, steps };
    const { losses, correct, counts } = await model.evaluate(stream.batch(starts, steps, lengths), shape, {
      resetCarried: at === 0,
    });
    const counted = at < lead ? 1 : rows;
    for (let row = 0; row < counted; row++) {
      total.loss += losses[row]!;
      total.correct += correct[row]!;
      total.count += counts[row]!;
    }
  }
  return { loss: total.loss / total.count, accuracy: total.correct / total.count, count: total.count };
}
