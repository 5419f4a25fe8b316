import { timerDuringCall, train } from './train.js';

/** What the test calls in the page. */
export const page = { train, timerDuringCall };

Object.assign(globalThis, { page });
