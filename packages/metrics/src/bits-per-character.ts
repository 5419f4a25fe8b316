import { type LossBatch, meanLoss } from './mean-loss.js';
import type { Metric } from './metric.js';

/**
 * The bits a character model needs per character: the mean cross-entropy with logarithm to base 2. NaN before
 * anything counted.
 *
 * `update` takes cross-entropies in nats (natural logarithm) per character, with weights as in `meanLoss`.
 *
 * @example
 * const metric = bitsPerCharacter();
 * metric.update(Math.log(8), 100); // mean nats per character, number of characters
 * metric.compute(); // 3, up to rounding
 */
export function bitsPerCharacter(): Metric<LossBatch, number> {
  const { update, compute, reset } = meanLoss();
  return { update, reset, compute: () => compute() / Math.LN2 };
}
