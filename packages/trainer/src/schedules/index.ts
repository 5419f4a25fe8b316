import { suggestion } from '@rnnlab/models';
import { TrainingError } from '../error.js';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import type { Schedule } from './schedule.js';

export type { CosineOptions } from './cosine.js';
export type { Schedule } from './schedule.js';

/** Every learning-rate schedule, by the `type` a schedule spec uses. */
const schedules = { constant, cosine };

type Schedules = typeof schedules;

/** A schedule as data: its type and options. */
export type ScheduleSpec = {
  [Type in keyof Schedules]: { type: Type } & NonNullable<Parameters<Schedules[Type]>[0]>;
}[keyof Schedules];

export const scheduleNames = Object.keys(schedules) as (keyof Schedules)[];

/**
 * The schedule of a spec.
 *
 * @throws TrainingError if its type or an option is unknown, or a value is bad.
 */
export function scheduleOf({ type, ...options }: ScheduleSpec): Schedule {
  if (!Object.hasOwn(schedules, type)) {
    throw new TrainingError(`There is no schedule "${type}"${suggestion(String(type), scheduleNames)}.`);
  }
  return (schedules[type] as (options: object) => Schedule)(options);
}
