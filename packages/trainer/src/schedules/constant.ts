import { checkOptions } from '../options.js';
import type { Schedule } from './schedule.js';

/** It has none. */
export type ConstantOptions = Record<never, never>;

/**
 * Always the base rate.
 *
 * @throws TrainingError for any option.
 */
export function constant(options: ConstantOptions = {}): Schedule {
  checkOptions('The schedule constant', options, {});
  return () => 1;
}
