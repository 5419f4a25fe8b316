import { constant } from './constant.js';
import { cosine } from './cosine.js';

/** The learning-rate schedules of @rnnlab/trainer with their settings. */
export const schedules = { constant, cosine };
