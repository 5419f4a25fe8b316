import type { Schedule } from './schedule.js';

/** Always the base rate. */
export const constant = (): Schedule => () => 1;
