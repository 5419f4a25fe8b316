import {
  aFunction,
  anything,
  aString,
  COUNT,
  type CustomName,
  checkOptions,
  flag,
  isCustomName,
  type Options,
  type OptionsInput,
  type OptionValues,
  parseOptions,
  RATE,
  Registry,
  type Rule,
  shown,
} from '@rnnlab/shared';
import { TrainingError } from './errors.js';
import type { EpochRecord } from './fit/history.js';

/** The progress of a training at the step whose learning rate is computed. */
export interface SchedulePosition {
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
export interface ScheduleDefinition<O extends Options = Options> {
  /** The `type` in a schedule spec. */
  readonly type: string;
  readonly title: string;
  readonly options: O;
  /**
   * Whether it reads `steps` or `stepsPerEpoch`, which are Infinity if it does not. Data whose length is unknown need
   * `stepsPerEpoch` then, and a training is not resumed with more epochs.
   */
  readonly countsSteps: boolean;
  schedule(options: OptionValues<O>): Schedule;
}

/** Types a schedule, so that its function knows its options. */
const typed = <const O extends Options>(definition: ScheduleDefinition<O>): ScheduleDefinition<O> =>
  definition;

/** The base rate, always. */
const constant = typed({
  type: 'constant',
  title: 'Always the base rate',
  options: {},
  countsSteps: false,
  schedule: () => () => 1,
});

/** Step decay: the rate times `factor` after every `epochs` epochs. */
const step = typed({
  type: 'step',
  title: 'Times a factor after every few epochs',
  options: {
    epochs: { ...COUNT, default: 1, description: 'Epochs from one decay to the next.' },
    factor: { ...RATE, default: 0.1, description: 'Factor of the rate.' },
  },
  countsSteps: true,
  schedule:
    ({ epochs, factor }) =>
    ({ step, stepsPerEpoch }) =>
      factor ** Math.floor(step / (epochs * stepsPerEpoch)),
});

/** Exponential decay: the rate falls with every step, by `factor` in an epoch. */
const exponential = typed({
  type: 'exponential',
  title: 'Falls with every step, by a factor in an epoch',
  options: { factor: { ...RATE, default: 0.9, description: 'Factor of the rate in an epoch.' } },
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
const cosine = typed({
  type: 'cosine',
  title: 'Half a cosine down, after a linear warm-up',
  options: {
    warmup: {
      ...RATE,
      default: 0,
      description: 'Fraction of all steps in which the rate rises linearly from near 0.',
    },
    floor: {
      ...RATE,
      default: 0,
      description: 'Fraction of the base rate to which the rate has fallen when all steps are done.',
    },
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
const plateau = typed({
  type: 'plateau',
  title: 'Times a factor when the loss no longer falls',
  options: {
    patience: {
      ...COUNT,
      default: 3,
      description: 'Epochs without a lower loss before the rate is reduced.',
    },
    factor: { ...RATE, default: 0.1, description: 'Factor of the rate.' },
    threshold: {
      ...RATE,
      default: 1e-4,
      description: 'Fraction by which a loss must be lower to count as lower.',
    },
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

const registry = new Registry<ScheduleDefinition>(
  'schedule',
  schedules as unknown as Record<string, ScheduleDefinition>,
  TrainingError,
);

/** A schedule as data: its type and options. */
export type ScheduleSpec =
  | {
      [Type in keyof Schedules]: { type: Type } & OptionsInput<Schedules[Type]['options']>;
    }[keyof Schedules]
  | CustomScheduleSpec;

/** A schedule that a user defined by {@link defineSchedule}. */
export interface CustomScheduleSpec {
  type: CustomName;
  [option: string]: unknown;
}

/**
 * Makes the schedule of a spec: the factor of the base rate as a function of the step.
 *
 * @throws {TrainingError} For an unknown type or option (with the nearest valid one), or a bad value.
 */
export function scheduleOf({ type, ...written }: ScheduleSpec): Schedule {
  const { options, schedule, countsSteps } = registry.get(type);
  const where = `The schedule (${type})`;
  const made = schedule(parseOptions(options, written, where, TrainingError));
  return isCustomName(type) ? checkedSchedule(where, made, countsSteps) : made;
}

/** A schedule of a user's own, with errors that name it. */
function checkedSchedule(where: string, schedule: Schedule, countsSteps: boolean): Schedule {
  if (typeof schedule !== 'function') {
    throw new TrainingError(
      `${where}: schedule must give a function of the step, received ${shown(schedule)}.`,
    );
  }
  return (position) => {
    const unknown = { steps: Number.POSITIVE_INFINITY, stepsPerEpoch: Number.POSITIVE_INFINITY };
    const factor: unknown = schedule(countsSteps ? position : { ...position, ...unknown });
    if (Number.isFinite(factor)) return factor as number;
    throw new TrainingError(
      `${where} must give a number at step ${position.step}, received ${shown(factor)}${countsSteps ? '' : '; one that reads steps or stepsPerEpoch has countsSteps: true'}.`,
    );
  };
}

/** Whether a schedule needs to know the number of steps. */
export const countsSteps = ({ type }: ScheduleSpec): boolean => registry.get(type).countsSteps;

/** Whether the rate of a step depends on the number of epochs; of a user's own it may if it counts steps. */
export const dependsOnEpochs = (schedule: ScheduleSpec): boolean =>
  schedule.type === 'cosine' || (isCustomName(schedule.type) && countsSteps(schedule));

const RULES: Record<keyof ScheduleDefinition, Rule> = {
  type: aString,
  title: aString,
  options: anything,
  countsSteps: flag,
  schedule: aFunction,
};

/**
 * Defines a learning-rate schedule of your own, for `type` of a schedule spec. A process that trains with it or resumes calls
 * this first.
 *
 * @param definition - Its `type` has a slash, as in `mine/one-cycle`; each of its options says which values it takes, in words
 *   of JSON Schema. Its factors must follow from the position alone, so that a resumed training has the same.
 * @throws {TrainingError} For a bad type, a bad option, and for a definition without title, options, countsSteps or schedule.
 *
 * @example
 * defineSchedule({
 *   type: 'mine/inverse-square-root',
 *   title: 'Inverse square root after a warm-up',
 *   options: { warmup: { type: 'integer', minimum: 1, default: 100, description: 'Steps of the warm-up.' } },
 *   countsSteps: false,
 *   schedule: ({ warmup }) => ({ step }) => Math.min((step + 1) / warmup, Math.sqrt(warmup / (step + 1))),
 * });
 */
export function defineSchedule<const O extends Options>(
  definition: ScheduleDefinition<O> & { readonly type: CustomName },
): ScheduleDefinition<O> {
  checkOptions('defineSchedule', definition, RULES, TrainingError, [
    'type',
    'title',
    'options',
    'countsSteps',
    'schedule',
  ]);
  registry.define(definition.type, definition as unknown as ScheduleDefinition, ['type']);
  return definition;
}
