import { type Options, parseOptions, type Values, type Written } from '@rnnlab/models';
import { suggestion } from '@rnnlab/shared';
import { TrainingError } from '../error.js';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { exponential } from './exponential.js';
import { plateau } from './plateau.js';
import type { Schedule, ScheduleDefinition } from './schedule.js';
import { step } from './step.js';

export type { Schedule, SchedulePosition } from './schedule.js';

/** Every learning-rate schedule, by the `type` a schedule spec uses. */
export const schedules = { constant, cosine, exponential, plateau, step };

type Schedules = typeof schedules;

/** A schedule as data: its type and options. */
export type ScheduleSpec = {
  [Type in keyof Schedules]: { type: Type } & Written<Schedules[Type]['options']>;
}[keyof Schedules];

export const scheduleNames = Object.keys(schedules) as (keyof Schedules)[];

/**
 * The schedule of a spec.
 *
 * @throws TrainingError if its type is unknown, SpecError for an unknown option or a bad value.
 */
export function scheduleOf({ type, ...written }: ScheduleSpec): Schedule {
  if (!Object.hasOwn(schedules, type)) {
    throw new TrainingError(`There is no schedule "${type}"${suggestion(String(type), scheduleNames)}.`);
  }
  const { options, schedule } = schedules[type] as unknown as ScheduleDefinition;
  return schedule(parseOptions(options, written, `The schedule (${type})`) as Values<Options>);
}
