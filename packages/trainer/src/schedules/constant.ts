import { defineSchedule } from './schedule.js';

/** Always the base rate. */
export const constant = defineSchedule({
  type: 'constant',
  title: 'Always the base rate',
  options: {},
  countsSteps: false,
  schedule: () => () => 1,
});
