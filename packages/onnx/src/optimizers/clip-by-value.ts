import { max } from '../ops/max.js';
import { min } from '../ops/min.js';
import type { Transform } from './transform.js';

/** Each entry of the gradient cut to ±limit. */
export const clipByValue = (limit: number): Transform => ({
  slots: 0,
  apply: (update) => ({ update: max(min(update, limit), -limit), slots: [] }),
});
