import type { CompiledModel } from './engines/engine.js';
import { type Visit, visitExampleStream } from './evaluate-example-stream.js';
import { evaluateStream } from './evaluate-stream.js';
import { type ExampleStream, isExampleStream } from './examples/example-stream.js';
import type { Examples } from './examples/examples.js';
import { isStream, type TokenStream } from './examples/token-stream.js';

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
 * Scores all examples with a model's current parameters. Of no examples, loss and accuracy are NaN. A stream of examples is
 * read once through.
 *
 * Of a token stream every token is predicted with the states that all before it left, or the 256 and more before it: it is
 * read in up to 64 places at once, each of which begins with tokens that are not counted. The model must be compiled
 * with `carry`.
 *
 * @param visit - Called with what the model gives for each batch of examples, `[batch, N]` or time-major
 *   `[steps, batch, N]`, the indices of its examples, and their scores. The longest examples come first; those of a
 *   stream come as it gives them.
 * @example
 * const model = await onnxruntime().compile(spec, { type: 'sgd' });
 * await model.setState({ parameters, slots: [] });
 * const { loss, accuracy } = await evaluate(model, test);
 */
export async function evaluate(
  model: CompiledModel,
  examples: Examples | TokenStream | ExampleStream,
  visit?: Visit,
): Promise<Scores> {
  if (isStream(examples)) return evaluateStream(model, examples);
  const total = { loss: 0, correct: 0, count: 0 };
  const add: Visit = (outputs, indices, steps, scores) => {
    total.loss += sum(scores.losses);
    total.correct += sum(scores.correct);
    total.count += sum(scores.counts);
    visit?.(outputs, indices, steps, scores);
  };
  if (isExampleStream(examples)) await visitExampleStream(model, examples, STEPS_AT_ONCE, add);
  else await visitExamples(model, examples, add);
  return { loss: total.loss / total.count, accuracy: total.correct / total.count, count: total.count };
}

/** The longest examples first. */
async function visitExamples(model: CompiledModel, examples: Examples, visit: Visit): Promise<void> {
  const order = Uint32Array.from({ length: examples.length }, (_, k) => k);
  order.sort((a, b) => examples.steps(b) - examples.steps(a) || a - b);
  for (let start = 0; start < order.length; ) {
    // Longest first, so that the first example of a batch gives its time steps.
    const steps = Math.max(1, examples.steps(order[start]!));
    const indices = order.subarray(start, start + Math.max(1, Math.floor(STEPS_AT_ONCE / steps)));
    start += indices.length;
    const scores = await model.evaluate(examples.batch(indices, steps), { batch: indices.length, steps });
    visit(scores.outputs, indices, steps, scores);
  }
}

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);
