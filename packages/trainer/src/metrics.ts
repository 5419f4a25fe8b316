import { type Metric, type MetricSpec, metricOf, type Predictions } from '@rnnlab/metrics';
import type { SignalShape } from '@rnnlab/models';
import type { Batch } from './data/examples.js';
import type { Run } from './engines/engine.js';

/** Metrics of a model's outputs, fed batch by batch. */
export class MeasuredMetrics {
  readonly #metrics: {
    type: string;
    make: (width: number) => Metric<[Predictions], number>;
    metric?: Metric<[Predictions], number>;
  }[];

  readonly #perStep: boolean;

  /**
   * @param output - The shape of the model's outputs.
   * @throws {RangeError} When there is no such metric, or an option of it has a bad value.
   */
  constructor(specs: readonly MetricSpec[], output: SignalShape) {
    this.#perStep = output.kind === 'sequence';
    this.#metrics = specs.map((spec) => ({ type: spec.type, make: metricOf(spec).metric }));
  }

  /**
   * Adds the valid predictions of a batch.
   *
   * @param outputs - `[batch, width]`, or time-major `[steps, batch, width]`.
   * @param rows - Only the first rows of the batch count. Default: all.
   */
  add(outputs: Float32Array, batch: Batch, shape: Run['shape'], rows = shape.batch): void {
    if (this.#metrics.length === 0) return;
    const predictions = validPredictions(outputs, batch, shape, rows, this.#perStep);
    for (const one of this.#metrics) {
      one.metric ??= one.make(predictions.width);
      one.metric.update(predictions);
    }
  }

  /** The values by the types of the metrics; nothing without metrics. NaN of no predictions. */
  values(): { metrics?: Record<string, number> } {
    if (this.#metrics.length === 0) return {};
    const values = this.#metrics.map(({ type, metric }) => [type, metric ? metric.compute() : Number.NaN]);
    return { metrics: Object.fromEntries(values) };
  }
}

/** The outputs and targets of the valid positions: `lengths` time steps of each example, or the example itself. */
function validPredictions(
  outputs: Float32Array,
  { lengths, targets }: Batch,
  { batch, steps }: Run['shape'],
  rows: number,
  perStep: boolean,
): Predictions {
  const positions = perStep ? batch * steps : batch;
  const width = outputs.length / positions;
  const perTarget = targets!.length / positions;
  const valid: number[] = [];
  const labels: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let step = 0; step < (perStep ? (lengths?.[row] ?? steps) : 1); step++) {
      // Outputs are time-major, targets are not.
      const output = perStep ? step * batch + row : row;
      const target = perStep ? row * steps + step : row;
      for (let n = 0; n < width; n++) valid.push(outputs[output * width + n]!);
      for (let n = 0; n < perTarget; n++) labels.push(targets![target * perTarget + n]!);
    }
  }
  return { outputs: Float32Array.from(valid), targets: labels, width };
}
