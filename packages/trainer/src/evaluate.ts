import type { MetricSpec } from '@rnnlab/metrics';
import { aFunction, checkOptions, type Rule } from '@rnnlab/shared';
import {
  type ExampleStream,
  isExampleStream,
  type StreamedExample,
  streamedBatch,
} from './data/example-stream.js';
import type { Batch, Examples } from './data/examples.js';
import { isTokenStream, type TokenStream } from './data/token-stream.js';
import type { CompiledModel, Evaluation, Run, RunScores } from './engines/engine.js';
import { TrainingError } from './errors.js';
import { aListOfMetrics, checkMetrics, MeasuredMetrics } from './metrics.js';

/** The scores of a model on some data. */
export interface Scores {
  /** Mean loss of a prediction, in nats. */
  loss: number;
  /** Fraction of predictions that are correct. */
  accuracy: number;
  /** Predictions: one for each example, or one for each of its time steps. */
  count: number;
  /** The metrics that were asked for, by their types. */
  metrics?: Record<string, number>;
}

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** Metrics to compute beside loss and accuracy. Default: none. */
  metrics?: readonly MetricSpec[] | undefined;
  /**
   * Called with the model's outputs for each batch of examples, `[batch, outputs]` or time-major `[steps, batch, outputs]`,
   * the indices of its examples, its time steps, and their scores. The longest examples come first; those of a stream come
   * in its order. Of a token stream it is not called.
   */
  onBatch?:
    | ((outputs: Float32Array, indices: Uint32Array, steps: number, scores: RunScores) => void)
    | undefined;
}

const RULES: Record<keyof EvaluateOptions, Rule> = { metrics: aListOfMetrics, onBatch: aFunction };

/** A batch that was scored. */
interface ScoredBatch {
  batch: Batch;
  shape: Run['shape'];
  evaluation: Evaluation;
  indices: Uint32Array;
}

type Visit = (scored: ScoredBatch) => void;

/** Maximum number of time steps in a batch, padding included. */
const MAX_STEPS_PER_BATCH = 16384;
/** Maximum number of examples in a batch of a stream. */
const MAX_EXAMPLES_PER_BATCH = 1024;

/**
 * Scores all examples with a model's current parameters. Of no examples, loss and accuracy are NaN. A stream of examples is
 * read once.
 *
 * Of a token stream every token is predicted with the states of all tokens before it, or of the 256 and more before it: it
 * is read in up to 64 parallel rows, each of which begins with tokens that are not counted. The model must be compiled
 * as `stateful`.
 *
 * @throws {TrainingError} When there is no such metric, or it cannot measure these outputs.
 * @example
 * const model = await onnxruntime().compile(spec, { type: 'sgd' });
 * await model.setState({ parameters, slots: [] });
 * const { loss, accuracy } = await evaluate(model, test);
 */
export async function evaluate(
  model: CompiledModel,
  examples: Examples | TokenStream | ExampleStream,
  options: EvaluateOptions = {},
): Promise<Scores> {
  checkOptions('evaluate', options, RULES, TrainingError);
  const { metrics = [], onBatch } = options;
  checkMetrics('evaluate', metrics);
  const measured = new MeasuredMetrics(metrics, model.output);
  if (isTokenStream(examples)) return evaluateTokenStream(model, examples, measured);
  const total = { loss: 0, correct: 0, count: 0 };
  const add: Visit = ({ batch, shape, evaluation, indices }) => {
    total.loss += sum(evaluation.losses);
    total.correct += sum(evaluation.correct);
    total.count += sum(evaluation.counts);
    measured.add(evaluation.outputs, batch, shape);
    onBatch?.(evaluation.outputs, indices, shape.steps, evaluation);
  };
  if (isExampleStream(examples)) await evaluateExampleStream(model, examples, add);
  else await evaluateExamples(model, examples, add);
  return { ...scoresOf(total), ...measured.values() };
}

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);

const scoresOf = ({ loss, correct, count }: { loss: number; correct: number; count: number }): Scores => ({
  loss: loss / count,
  accuracy: correct / count,
  count,
});

/** Scores examples in memory, the longest first. */
async function evaluateExamples(model: CompiledModel, examples: Examples, visit: Visit): Promise<void> {
  const order = Uint32Array.from({ length: examples.length }, (_, k) => k);
  order.sort((a, b) => examples.steps(b) - examples.steps(a) || a - b);
  for (let start = 0; start < order.length; ) {
    // The first example of a batch is its longest.
    const steps = Math.max(1, examples.steps(order[start]!));
    const indices = order.subarray(start, start + Math.max(1, Math.floor(MAX_STEPS_PER_BATCH / steps)));
    start += indices.length;
    const batch = examples.batch(indices, steps);
    const shape = { batch: indices.length, steps };
    visit({ batch, shape, indices, evaluation: await model.evaluate(batch, shape) });
  }
}

/** Scores one pass over a stream of examples, in batches of consecutive ones. */
async function evaluateExampleStream(
  model: CompiledModel,
  stream: ExampleStream,
  visit: Visit,
): Promise<void> {
  let first = 0;
  let group: StreamedExample[] = [];
  let longest = 1;
  const score = async (): Promise<void> => {
    if (group.length === 0) return;
    const { batch, shape } = streamedBatch(group, first);
    const indices = Uint32Array.from(group, (_, k) => first + k);
    visit({ batch, shape, indices, evaluation: await model.evaluate(batch, shape) });
    first += group.length;
    group = [];
    longest = 1;
  };
  const iteration = stream.iterate();
  try {
    for (;;) {
      const { done, value } = await iteration.next();
      if (done) break;
      const steps = Math.max(longest, stepsOf(value));
      const fits = group.length < MAX_EXAMPLES_PER_BATCH && (group.length + 1) * steps <= MAX_STEPS_PER_BATCH;
      if (!fits) await score();
      longest = Math.max(longest, stepsOf(value));
      group.push(value);
    }
    await score();
  } finally {
    await iteration.return?.();
  }
}

/** Time steps of an example, which has not been checked yet. */
const stepsOf = (example: unknown): number => {
  const { ids, steps } = Object(example) as { ids?: ArrayLike<number>; steps?: number };
  return ids?.length ?? steps ?? 1;
};

/** Time steps of a window, also of the one whose predictions are not counted. */
const WINDOW = 256;
const MAX_ROWS = 64;
/** Predictions for which another row is worth its uncounted window. */
const MIN_ROW_LENGTH = 4 * WINDOW;

/**
 * Scores a token stream in parallel rows, with recurrent states that are carried from window to window. Each row but the
 * first begins with the last window of the row before it, and its predictions count there.
 */
async function evaluateTokenStream(
  model: CompiledModel,
  stream: TokenStream,
  measured: MeasuredMetrics,
): Promise<Scores> {
  const rows = Math.max(1, Math.min(MAX_ROWS, Math.floor(stream.length / MIN_ROW_LENGTH)));
  const lead = rows === 1 ? 0 : WINDOW;
  const rowLength = Math.ceil((stream.length - lead) / rows);
  const total = { loss: 0, correct: 0, count: 0 };
  for (let offset = 0; offset < rowLength + lead; offset += WINDOW) {
    const steps = Math.min(WINDOW, rowLength + lead - offset);
    const starts = Float64Array.from({ length: rows }, (_, row) => row * rowLength + offset);
    const lengths = starts.map((start) => Math.max(0, Math.min(steps, stream.length - start)));
    const shape = { batch: rows, steps };
    const batch = stream.batch(starts, steps, lengths);
    const { losses, correct, counts, outputs } = await model.evaluate(batch, shape, {
      resetCarried: offset === 0,
    });
    const counted = offset < lead ? 1 : rows;
    measured.add(outputs, batch, shape, counted);
    for (let row = 0; row < counted; row++) {
      total.loss += losses[row]!;
      total.correct += correct[row]!;
      total.count += counts[row]!;
    }
  }
  return { ...scoresOf(total), ...measured.values() };
}
