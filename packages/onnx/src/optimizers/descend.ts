import { scale } from '../ops/arithmetic.js';
import type { Transform } from './transform.js';

/** -learning rate · u: a step against the gradient. */
export const descend = (): Transform => ({
  slots: 0,
  scalars: ({ learningRate }) => ({ factor: -learningRate }),
  apply: (update, { scalars }) => ({ update: scale(update, scalars.factor!), slots: [] }),
});
