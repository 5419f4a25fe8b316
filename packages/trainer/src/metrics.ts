import { type Metric, type MetricSpec, metricOf, type Predictions } from '@rnnlab/metrics';
import { describeShape, type SignalShape } from '@rnnlab/models';
import type { Rule } from '@rnnlab/shared';
import type { Batch } from './data/examples.js';
import type { Run } from './engines/engine.js';
import { TrainingError } from './errors.js';

/** A list of metrics as an option. */
export const aListOfMetrics: Rule = {
  expected: "a list of metrics, as in [{ type: 'macro-f1' }], each of another type",
  accepts: (value) =>
    Array.isArray(value) &&
    value.every((one) => typeof one?.type === 'string') &&
    new Set(value.map(({ type }) => type)).size === value.length,
};

/**
 * Checks metrics before anything is computed.
 *
 * @param where - The function they were given to: `fit`.
 * @throws {TrainingError} When there is no such metric, or an option of it has a bad value.
 */
export function checkMetrics(where: string, specs: readonly MetricSpec[]): void {
  try {
    for (const spec of specs) metricOf(spec);
  } catch (error) {
    throw new TrainingError(`${where}: ${(error as Error).message}`);
  }
}

/** Metrics of a model's outputs, fed batch by batch. */
export class MeasuredMetrics {
  readonly #metrics: { type: string; metric: Metric<[Predictions], number> }[] = [];
  readonly #perStep: boolean;
  readonly #width: number = 0;

  /**
   * @param output - The shape of the model's outputs.
   * @throws {TrainingError} When the outputs are no vectors.
   */
  constructor(specs: readonly MetricSpec[], output: SignalShape) {
    this.#perStep = output.kind === 'sequence';
    if (specs.length === 0) return;
    if (output.kind !== 'sequence' && output.kind !== 'vector') {
      throw new TrainingError(`Metrics measure vectors, this model gives ${describeShape(output)}.`);
    }
    this.#width = output.features;
    this.#metrics = specs.map((spec) => ({
      type: spec.type,
      metric: metricOf(spec).metric(output.features),
    }));
  }

  /**
   * Adds the valid predictions of a batch.
   *
   * @param outputs - `[batch, width]`, or time-major `[steps, batch, width]`.
   * @param rows - Only the first rows of the batch count. Default: all.
   * @throws {TrainingError} When the model gives another number of steps than it reads.
   */
  add(outputs: Float32Array, batch: Batch, shape: Run['shape'], rows = shape.batch): void {
    if (this.#metrics.length === 0) return;
    const positions = this.#perStep ? shape.batch * shape.steps : shape.batch;
    if (outputs.length !== positions * this.#width) {
      throw new TrainingError(
        `Metrics need a model that answers each of ${shape.steps} steps, received outputs of ${outputs.length / this.#width / shape.batch}.`,
      );
    }
    const predictions = validPredictions(outputs, batch, shape, rows, this.#perStep, this.#width);
    for (const { metric } of this.#metrics) metric.update(predictions);
  }

  /** The values by the types of the metrics; nothing without metrics. */
  values(): { metrics?: Record<string, number> } {
    if (this.#metrics.length === 0) return {};
    return { metrics: Object.fromEntries(this.#metrics.map(({ type, metric }) => [type, metric.compute()])) };
  }
}

/** The outputs and targets of the valid positions: `lengths` time steps of each example, or the example itself. */
function validPredictions(
  outputs: Float32Array,
  { lengths, targets }: Batch,
  { batch, steps }: Run['shape'],
  rows: number,
  perStep: boolean,
  width: number,
): Predictions {
  const validSteps = (row: number): number => (perStep ? (lengths?.[row] ?? steps) : 1);
  let count = 0;
  for (let row = 0; row < rows; row++) count += validSteps(row);
  const perTarget = targets!.length / (perStep ? batch * steps : batch);
  const valid = new Float32Array(count * width);
  const labels = new Float64Array(count * perTarget);
  let position = 0;
  for (let row = 0; row < rows; row++) {
    for (let step = 0; step < validSteps(row); step++, position++) {
      // Outputs are time-major, targets are not.
      const output = perStep ? step * batch + row : row;
      const target = perStep ? row * steps + step : row;
      valid.set(outputs.subarray(output * width, (output + 1) * width), position * width);
      labels.set(targets!.subarray(target * perTarget, (target + 1) * perTarget), position * perTarget);
    }
  }
  return { outputs: valid, targets: labels, width };
}
