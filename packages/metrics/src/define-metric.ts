import {
  aFunction,
  anything,
  aString,
  COUNT,
  type CustomName,
  checkOptions,
  isCustomName,
  type Options,
  type OptionsInput,
  type OptionValues,
  oneOf,
  parseOptions,
  Registry,
  type Rule,
  shown,
} from '@rnnlab/shared';
import { argmax, topKAccuracy } from './accuracy.js';
import { precisionRecallF1 } from './confusion-matrix.js';
import type { Metric } from './metric.js';

/** Predictions of a model beside their targets: the valid rows of a batch. */
export interface Predictions {
  /** What the model gives, row-major `[n, width]`: logits of classes, or numbers. */
  outputs: Float32Array;
  /** The class of each row, `[n]`; or the numbers of each row, `[n, width]`. */
  targets: ArrayLike<number>;
  /** Outputs of a row. */
  width: number;
}

/** A metric that a training can be given by its name: its options, and what it measures of {@link Predictions}. */
export interface MetricDefinition<O extends Options = Options> {
  /** The `type` in a metric spec. */
  readonly type: string;
  /** Its description, one sentence. */
  readonly doc: string;
  readonly options: O;
  /** Which values are better, for the choice of the best epoch. */
  readonly better: 'higher' | 'lower';
  /** Makes a metric without data. `width` is the number of outputs of a row. */
  metric(options: OptionValues<O>, width: number): Metric<[Predictions], number>;
}

const typed = <const O extends Options>(definition: MetricDefinition<O>): MetricDefinition<O> => definition;

/** The metrics, by the `type` a metric spec uses. */
export const metrics = {
  'top-k-accuracy': typed({
    type: 'top-k-accuracy',
    doc: 'Share of predictions whose label is among the k largest logits.',
    options: { k: { ...COUNT, default: 5, description: 'Guesses of each prediction.' } },
    better: 'higher',
    metric({ k }, width) {
      const { update, ...rest } = topKAccuracy(k);
      return { ...rest, update: ({ targets, outputs }) => update(targets, outputs, { classes: width }) };
    },
  }),
  'macro-f1': typed({
    type: 'macro-f1',
    doc: 'Mean of the F1 scores of the classes, whatever their sizes.',
    options: {},
    better: 'higher',
    metric(_, width) {
      const { update, compute, reset } = precisionRecallF1(width);
      return {
        update: ({ targets, outputs }) => update(targets, argmax(outputs, width)),
        compute: () => compute().macro.f1,
        reset,
      };
    },
  }),
};

type Metrics = typeof metrics;

/** A metric as data: its type and options. */
export type MetricSpec =
  | {
      [Type in keyof Metrics]: { type: Type } & OptionsInput<Metrics[Type]['options']>;
    }[keyof Metrics]
  | CustomMetricSpec;

/** A metric that a user defined by {@link defineMetric}. */
export interface CustomMetricSpec {
  type: CustomName;
  [option: string]: unknown;
}

const registry = new Registry<MetricDefinition>(
  'metric',
  metrics as unknown as Record<string, MetricDefinition>,
  RangeError,
);

/**
 * Finds the metric of a spec.
 *
 * @throws {RangeError} For an unknown type or option (with the nearest valid one), or a bad value.
 */
export function metricOf({ type, ...written }: MetricSpec): {
  better: 'higher' | 'lower';
  metric(width: number): Metric<[Predictions], number>;
} {
  const { options, better, metric } = registry.get(type);
  const values = parseOptions(options, written, `The metric (${type})`, RangeError);
  return {
    better,
    metric: (width) =>
      isCustomName(type) ? checkedMetric(type, metric(values, width)) : metric(values, width),
  };
}

/** A metric of a user's own, with errors that name it. */
function checkedMetric(type: string, metric: Metric<[Predictions], number>): Metric<[Predictions], number> {
  if (typeof metric?.update !== 'function' || typeof metric.compute !== 'function') {
    throw new RangeError(
      `The metric (${type}): metric must give { update, compute, reset }, received ${shown(metric)}.`,
    );
  }
  return {
    update: (predictions) => metric.update(predictions),
    compute() {
      const value: unknown = metric.compute();
      if (typeof value === 'number') return value;
      throw new RangeError(`The metric (${type}): compute must give a number, received ${shown(value)}.`);
    },
    reset: () => metric.reset(),
  };
}

const RULES: Record<keyof MetricDefinition, Rule> = {
  type: aString,
  doc: aString,
  options: anything,
  better: oneOf(['higher', 'lower']),
  metric: aFunction,
};

/**
 * Defines a metric of your own, for `metrics` of `fit` and `evaluate` of `@rnnlab/trainer`, and for `monitor`. A process that
 * trains or evaluates with it calls this first.
 *
 * @param definition - Its `type` has a slash, as in `mine/brier-score`; each of its options says which values it takes, in
 *   words of JSON Schema.
 * @throws {RangeError} For a bad type, a bad option, and for a definition without doc, options, better or metric.
 *
 * @example
 * defineMetric({
 *   type: 'mine/mean-absolute-error',
 *   doc: 'The mean absolute error.',
 *   options: {},
 *   better: 'lower',
 *   metric() {
 *     let [sum, count] = [0, 0];
 *     return {
 *       update({ outputs, targets }) {
 *         outputs.forEach((output, k) => { sum += Math.abs(output - targets[k]); });
 *         count += outputs.length;
 *       },
 *       compute: () => sum / count,
 *       reset() { [sum, count] = [0, 0]; },
 *     };
 *   },
 * });
 */
export function defineMetric<const O extends Options>(
  definition: MetricDefinition<O> & { readonly type: CustomName },
): MetricDefinition<O> {
  checkOptions('defineMetric', definition, RULES, RangeError, ['type', 'doc', 'options', 'better', 'metric']);
  registry.define(definition.type, definition as unknown as MetricDefinition, ['type']);
  return definition;
}
