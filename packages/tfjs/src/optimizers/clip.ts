import type { Tensor, Tf } from '../tf.js';
import { stateless, type Transform } from './transform.js';

/** A tensor scaled down to a norm of at most `limit`. */
const limited = (tf: Tf, x: Tensor, limit: number): Tensor =>
  tf.mul(x, tf.div(limit, tf.maximum(tf.norm(x), limit)));

export const clipByValue = (limit: number): Transform =>
  stateless((update, { tf }) => tf.clipByValue(update, -limit, limit));

/** Each parameter by itself. */
export const clipByNorm = (limit: number): Transform =>
  stateless((update, { tf, sizes }) =>
    tf.concat(tf.split(update, sizes).map((part) => limited(tf, part, limit))),
  );

/** All parameters together. */
export const clipByGlobalNorm = (limit: number): Transform =>
  stateless((update, { tf }) => limited(tf, update, limit));
