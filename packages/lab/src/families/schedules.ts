import { schedules as registry } from '@rnnlab/trainer';
import { membersOf } from '../fields/options.js';

/** The learning-rate schedules of @rnnlab/trainer with their settings. */
export const schedules = membersOf(registry);
