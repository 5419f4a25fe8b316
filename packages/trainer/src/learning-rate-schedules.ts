import { count, type Options, parseOptions, rate, type Values, type Written } from '@rnnlab/models';
import { suggestion } from '@rnnlab/shared';
import { TrainingError } from './errors.js';
import type { EpochRecord } from './fit/history.js';

/** The progress of a training at the step whose learning rate is computed. */
interface SchedulePosition {
  /** Updates done before this one. */
  step: number;
  /** Updates of the whole training; Infinity if unknown, for a schedule that does not count steps. */
  steps: number;
  /** Updates of an epoch; Infinity if unknown. */
  stepsPerEpoch: number;
  /** The epochs that are completed. */
  history: readonly EpochRecord[];
}

/** Computes the learning rate of a step, as a factor of the base rate. */
export type Schedule = (position: SchedulePosition) => number;

/** A kind of schedule: its options, and the function that they make. */
interface ScheduleDefinition<O extends Options = Options> {
  /** The `type` in a schedule spec. */
  readonly type: string;
  readonly title: string;
  readonly options: O;
  /** Whether it needs to know the number of steps. */
  readonly countsSteps: boolean;
  schedule(options: Values<O>): Schedule;
}

/** Infers the types of a schedule's options for its function. */
const defineSchedule = <O extends Options>(definition: ScheduleDefinition<O>): ScheduleDefinition<O> =>
  definition;

/** The base rate, always. */
const constant = defineSchedule({
  type: 'constant',
  title: 'Always the base rate',
  options: {},
  countsSteps: false,
  schedule: () => () => 1,
});

/** Step decay: the rate times `factor` after every `epochs` epochs. */
const step = defineSchedule({
  type: 'step',
  title: 'Times a factor after every few epochs',
  options: {
    epochs: count('Epochs from one decay to the next.', 1),
    factor: rate('Factor of the rate.', 0.1),
  },
  countsSteps: true,
  schedule:
    ({ epochs, factor }) =>
    ({ step, stepsPerEpoch }) =>
      factor ** Math.floor(step / (epochs * stepsPerEpoch)),
});

/** Exponential decay: the rate falls with every step, by `factor` in an epoch. */
const exponential = defineSchedule({
  type: 'exponential',
  title: 'Falls with every step, by a factor in an epoch',
  options: { factor: rate('Factor of the rate in an epoch.', 0.9) },
  countsSteps: true,
  schedule:
    ({ factor }) =>
    ({ step, stepsPerEpoch }) =>
      factor ** (step / stepsPerEpoch),
});

/**
 * Cosine annealing: half a cosine from the base rate down, after a linear warm-up.
 *
 * Source: Loshchilov & Hutter (2017), "SGDR: Stochastic Gradient Descent with Warm Restarts".
 */
const cosine = defineSchedule({
  type: 'cosine',
  title: 'Half a cosine down, after a linear warm-up',
  options: {
    warmup: rate('Fraction of all steps in which the rate rises linearly from near 0.', 0),
    floor: rate('Fraction of the base rate to which the rate has fallen when all steps are done.', 0),
  },
  countsSteps: true,
  schedule:
    ({ warmup, floor }) =>
    ({ step, steps }) => {
      const warmupSteps = Math.round(warmup * steps);
      if (step < warmupSteps) return (step + 1) / warmupSteps;
      const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
      return floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
    },
});

/**
 * Reduction on a plateau: the rate times `factor` when the loss has not fallen for more than `patience` epochs. It is the
 * validation loss, or the training loss where there is none. The factor follows from the history alone, so that a resumed
 * training has the same.
 */
const plateau = defineSchedule({
  type: 'plateau',
  title: 'Times a factor when the loss no longer falls',
  options: {
    patience: count('Epochs without a lower loss before the rate is reduced.', 3),
    factor: rate('Factor of the rate.', 0.1),
    threshold: rate('Fraction by which a loss must be lower to count as lower.', 1e-4),
  },
  countsSteps: false,
  schedule:
    ({ patience, factor, threshold }) =>
    ({ history }) => {
      let result = 1;
      let lowest = Number.POSITIVE_INFINITY;
      let waited = 0;
      for (const { validationLoss, trainLoss } of history) {
        const loss = validationLoss ?? trainLoss;
        const isLower = loss < lowest * (1 - threshold);
        if (isLower) lowest = loss;
        waited = isLower ? 0 : waited + 1;
        if (waited > patience) {
          result *= factor;
          waited = 0;
        }
      }
      return result;
    },
});

/** All learning-rate schedules, by the `type` of a schedule spec. */
export const schedules = { constant, cosine, exponential, plateau, step };

type Schedules = typeof schedules;

/** A schedule as data: its type and options. */
export type ScheduleSpec = {
  [Type in keyof Schedules]: { type: Type } & Written<Schedules[Type]['options']>;
}[keyof Schedules];

/** The types of all schedules. */
export const scheduleNames = Object.keys(schedules) as (keyof Schedules)[];

/**
 * Makes the schedule of a spec: the factor of the base rate as a function of the step.
 *
 * @throws {TrainingError} When its type is unknown.
 * @throws {SpecError} When an option is unknown or has a bad value.
 */
export function scheduleOf({ type, ...written }: ScheduleSpec): Schedule {
  if (!Object.hasOwn(schedules, type)) {
    throw new TrainingError(`There is no schedule "${type}"${suggestion(String(type), scheduleNames)}.`);
  }
  const { options, schedule } = schedules[type] as unknown as ScheduleDefinition;
  return schedule(parseOptions(options, written, `The schedule (${type})`) as Values<Options>);
}
