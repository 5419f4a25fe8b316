import type { Options, Values } from '@rnnlab/models';
import type { EpochRecord } from '../history.js';

/** Where a training stands when it asks for the learning rate of a step. */
export interface SchedulePosition {
  /** Updates done before this one. */
  step: number;
  /** Updates of the whole training, and of an epoch; Infinity for a schedule that does not count steps, if they are not known. */
  steps: number;
  stepsPerEpoch: number;
  /** Epochs completed. */
  history: readonly EpochRecord[];
}

/** The learning rate of a step, as a factor of the base rate. */
export type Schedule = (position: SchedulePosition) => number;

/** A kind of schedule: its options, and the function that it is. */
export interface ScheduleDefinition<O extends Options = Options> {
  /** The `type` in a schedule spec. */
  readonly type: string;
  readonly title: string;
  readonly options: O;
  /** Whether it needs to know how many steps there are. */
  readonly countsSteps: boolean;
  schedule(options: Values<O>): Schedule;
}

/** Types a schedule's options through to its function. */
export const defineSchedule = <O extends Options>(definition: ScheduleDefinition<O>): ScheduleDefinition<O> =>
  definition;
