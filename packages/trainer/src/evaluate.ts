import type { CompiledModel } from './engines/engine.js';
import type { Examples } from './examples/examples.js';

export interface Scores {
  /** Mean loss of a prediction, in nats. */
  loss: number;
  /** Share of predictions that are right. */
  accuracy: number;
  /** Predictions: one for each example, or one for each of its time steps. */
  count: number;
}

/** How many time steps of how many examples are scored at once, at most. */
const STEPS_AT_ONCE = 16384;

/**
 * Scores all examples with a model's current parameters. Of no examples, loss and accuracy are NaN.
 *
 * @param visit - Called with what the model gives for each batch, `[batch, N]` or time-major `[steps, batch, N]`,
 *   and the indices of its examples. The longest examples come first.
 * @example
 * const model = await onnxruntime().compile(spec, { type: 'sgd' });
 * await model.setState({ parameters, slots: [] });
 * const { loss, accuracy } = await evaluate(model, test);
 */
export async function evaluate(
  model: CompiledModel,
  examples: Examples,
  visit?: (outputs: Float32Array, indices: Uint32Array, steps: number) => void,
): Promise<Scores> {
  const order = Uint32Array.from({ length: examples.length }, (_, k) => k);
  order.sort((a, b) => examples.steps(b) - examples.steps(a) || a - b);
  const total = { loss: 0, correct: 0, count: 0 };
  for (let start = 0; start < order.length; ) {
    // Longest first, so that the first example of a batch gives its time steps.
    const steps = Math.max(1, examples.steps(order[start]!));
    const indices = order.subarray(start, start + Math.max(1, Math.floor(STEPS_AT_ONCE / steps)));
    start += indices.length;
    const scores = await model.evaluate(examples.batch(indices, steps), { batch: indices.length, steps });
    total.loss += sum(scores.losses);
    total.correct += sum(scores.correct);
    total.count += sum(scores.counts);
    visit?.(scores.outputs, indices, steps);
  }
  return { loss: total.loss / total.count, accuracy: total.correct / total.count, count: total.count };
}

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);
